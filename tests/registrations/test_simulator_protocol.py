"""The simulator's wire protocol, as boto3 and a careless client meet it."""

import http.client
import json
from collections.abc import Iterator
from typing import Any

import pytest

from registrations.carrier.simulator.operations import OPERATIONS
from registrations.carrier.simulator.testing import Simulator, running
from tests.registrations.simulation import (
    BRAND_TYPE,
    MODEL,
    checked_client,
    refusal,
    requested,
)


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with running(tmp_path_factory.mktemp("simulator")) as started:
        yield started


@pytest.fixture
def client(simulator: Simulator) -> Any:
    return checked_client(simulator)


SIGNED = "AWS4-HMAC-SHA256 Credential=key/20261124/us-east-1/sms-voice/aws4_request, Signature=0"


def post(
    simulator: Simulator, operation: str, body: bytes, authorization: str = SIGNED
) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection("127.0.0.1", simulator.port, timeout=10)
    headers = {
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": f"PinpointSMSVoiceV2.{operation}",
        "Authorization": authorization,
    }
    connection.request("POST", "/", body, headers)
    response = connection.getresponse()
    answer = json.loads(response.read())
    connection.close()
    return response.status, answer


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "MISSING_PARAMETER"),
        ({"RegistrationType": 5}, "CANNOT_PARSE"),
        ({"RegistrationType": "not a type!"}, "INVALID_PARAMETER"),
        ({"RegistrationType": "X" * 65}, "INVALID_PARAMETER"),
        ({"RegistrationType": "NO_SUCH_TYPE"}, "UNKNOWN_REGISTRATION_TYPE"),
        ({"RegistrationType": BRAND_TYPE, "Colour": "red"}, "UNSPECIFIED_PARAMETER_NOT_SUPPORTED"),
        ({"RegistrationType": BRAND_TYPE, "ClientToken": "a b"}, "INVALID_PARAMETER"),
        ({"RegistrationType": BRAND_TYPE, "Tags": [{"Key": "k"}]}, "MISSING_PARAMETER"),
        ({"RegistrationType": BRAND_TYPE, "Tags": {}}, "CANNOT_PARSE"),
    ],
)
def test_a_request_outside_the_model_is_refused(
    simulator: Simulator, body: dict[str, Any], reason: str
) -> None:
    status, answer = post(simulator, "CreateRegistration", json.dumps(body).encode())

    assert (status, answer["__type"], answer["Reason"]) == (400, "ValidationException", reason)
    assert answer["Fields"][0]["Message"]


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"', b"\xff\xfe", b"null"])
def test_a_body_that_is_no_json_object_is_refused(simulator: Simulator, body: bytes) -> None:
    status, answer = post(simulator, "CreateRegistration", body)

    assert (status, answer["__type"]) == (400, "SerializationException")


def test_a_body_that_is_too_large_is_refused(simulator: Simulator) -> None:
    status, answer = post(simulator, "CreateRegistration", b" " * 5_000_000)

    assert (status, answer["__type"]) == (400, "SerializationException")


def test_an_unknown_operation_is_refused(simulator: Simulator) -> None:
    status, answer = post(simulator, "BrewCoffee", b"{}")

    assert (status, answer["__type"]) == (400, "UnknownOperationException")


def test_an_unsigned_request_is_refused(simulator: Simulator) -> None:
    status, answer = post(simulator, "DescribeRegistrations", b"{}", authorization="")

    assert (status, answer["__type"]) == (403, "MissingAuthenticationTokenException")


@pytest.mark.parametrize("operation", sorted(set(MODEL.operation_names) - set(OPERATIONS)))
def test_an_operation_left_out_says_so(simulator: Simulator, operation: str) -> None:
    status, answer = post(simulator, operation, b"{}")

    assert (status, answer["Reason"]) == (400, "UNKNOWN_OPERATION")
    assert operation in answer["Message"]


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_an_empty_request_never_breaks_an_operation(simulator: Simulator, operation: str) -> None:
    status, _answer = post(simulator, operation, b"{}")

    assert status in (200, 400)


def test_null_members_count_as_absent(simulator: Simulator) -> None:
    body = json.dumps({"RegistrationIds": None, "NextToken": None}).encode()

    status, answer = post(simulator, "DescribeRegistrations", body)

    assert (status, answer["Registrations"]) == (200, [])


def test_the_same_client_token_gives_the_same_registration(client: Any) -> None:
    first = client.create_registration(RegistrationType=BRAND_TYPE, ClientToken="row-1")
    again = client.create_registration(RegistrationType=BRAND_TYPE, ClientToken="row-1")

    assert again["RegistrationId"] == first["RegistrationId"]


def test_a_client_token_with_other_parameters_is_refused(client: Any) -> None:
    client.create_registration(RegistrationType=BRAND_TYPE, ClientToken="row-2")

    with pytest.raises(client.exceptions.ValidationException, match="ClientToken"):
        client.create_registration(
            RegistrationType="US_TOLL_FREE_REGISTRATION", ClientToken="row-2"
        )


def test_pages_follow_each_other_without_gap_or_repeat(simulator: Simulator, client: Any) -> None:
    made = {requested(client, "SIMULATOR")["PhoneNumberId"] for _ in range(23)}

    pages = list(client.get_paginator("describe_phone_numbers").paginate())

    listed = [number["PhoneNumberId"] for page in pages for number in page["PhoneNumbers"]]
    assert len(pages) == 2
    assert sorted(listed) == sorted(made)


@pytest.mark.parametrize("token", ["nonsense", "WyJPdGhlciIsIDVd", "WyJSZWdpc3RyYXRpb25zIiwgLTFd"])
def test_a_foreign_next_token_is_refused(client: Any, token: str) -> None:
    found = refusal(lambda: client.describe_registrations(NextToken=token))

    assert found == ("ValidationException", "INVALID_NEXT_TOKEN")


def test_errors_reach_boto3_as_its_own_exception_classes(client: Any) -> None:
    with pytest.raises(client.exceptions.ResourceNotFoundException) as caught:
        client.describe_registrations(RegistrationIds=["registration-unknown"])

    assert caught.value.response["ResourceType"] == "registration"
    assert caught.value.response["ResourceId"] == "registration-unknown"


def test_throttling_is_switched_on_for_some_calls(simulator: Simulator, client: Any) -> None:
    simulator.settings(throttle=2)

    codes = [refusal(client.describe_registrations)[0] for _ in range(2)]

    assert codes == ["ThrottlingException", "ThrottlingException"]
    assert "Registrations" in client.describe_registrations()


def test_failures_and_outages_are_switched_on_and_off(simulator: Simulator, client: Any) -> None:
    simulator.settings(fail=True)
    failed = refusal(client.describe_registrations)[0]
    simulator.settings(fail=None, down=True)
    down = refusal(client.describe_registrations)[0]
    simulator.settings(down=None)

    assert (failed, down) == ("InternalServerException", "503")
    assert "Registrations" in client.describe_registrations()


def test_a_rate_limit_throttles_the_second_call(simulator: Simulator, client: Any) -> None:
    simulator.settings(requests_per_second=1)
    client.describe_account_limits()

    code = refusal(client.describe_account_limits)[0]
    simulator.settings(requests_per_second=None)

    assert code == "ThrottlingException"


@pytest.mark.parametrize("setting", [{"colour": 1}, {"limits": 3}, {"throttle": "yes"}])
def test_a_wrong_setting_is_refused(simulator: Simulator, setting: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="400"):
        simulator.settings(**setting)


def test_a_used_up_quota_is_refused(simulator: Simulator, client: Any) -> None:
    simulator.settings(limits={"REGISTRATIONS": 0})
    found = refusal(lambda: client.create_registration(RegistrationType=BRAND_TYPE))
    simulator.settings(limits=None)

    assert found == ("ServiceQuotaExceededException", "REGISTRATIONS_PER_ACCOUNT")


def test_the_account_shows_its_tier_and_limits(client: Any) -> None:
    attributes = client.describe_account_attributes()["AccountAttributes"]
    limits = client.describe_account_limits()["AccountLimits"]

    assert attributes == [{"Name": "ACCOUNT_TIER", "Value": "PRODUCTION"}]
    assert {limit["Name"] for limit in limits} >= {"REGISTRATIONS", "PHONE_NUMBERS"}
