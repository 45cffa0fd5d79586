"""The check by botocore's model itself: it finds what is missing, unknown, or outside a limit."""

from typing import Any

import pytest

from registrations.carrier.simulator import conformity
from tests.registrations.simulation import MODEL

SOUND: dict[str, Any] = {
    "RegistrationArn": "arn:aws:sms-voice:us-east-1:000000000000:registration/registration-1",
    "RegistrationId": "registration-1",
    "RegistrationType": "US_TEN_DLC_BRAND_REGISTRATION",
    "RegistrationStatus": "CREATED",
    "CurrentVersionNumber": 1,
    "AdditionalAttributes": {"brand": "yes"},
    "CreatedTimestamp": 1764000000.5,
}


def found(**changes: Any) -> list[str]:
    answer = {name: one for name, one in {**SOUND, **changes}.items() if one is not None}
    return conformity.of_answer(MODEL, "DescribeRegistrations", {"Registrations": [answer]})


def test_a_sound_answer_passes() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"RegistrationArn": None}, "RegistrationArn is missing"),
        ({"Colour": "red"}, "Colour is unknown"),
        ({"RegistrationStatus": "PARKED"}, "PARKED is not in the enumeration"),
        ({"RegistrationType": "not a type"}, "does not match"),
        ({"RegistrationType": "X" * 65}, "65 is outside the limits"),
        ({"CurrentVersionNumber": 0}, "0 is outside the limits"),
        ({"CurrentVersionNumber": "1"}, "is no long"),
        ({"CurrentVersionNumber": True}, "is no long"),
        ({"CreatedTimestamp": "today"}, "is no timestamp"),
        ({"AdditionalAttributes": {"brand": 1}}, "AdditionalAttributes.brand: 1 is no string"),
    ],
)
def test_an_answer_outside_the_model_is_found(changes: dict[str, Any], words: str) -> None:
    problems = found(**changes)

    assert len(problems) == 1
    assert words in problems[0]


def test_members_and_items_that_are_no_list_or_object_are_found() -> None:
    assert conformity.of_answer(MODEL, "DescribeRegistrations", {"Registrations": {}})
    assert conformity.of_answer(MODEL, "DescribeRegistrations", {"Registrations": ["x"]})
    assert conformity.of_answer(MODEL, "DescribeRegistrations", {}) != []


def test_only_a_tolerated_word_is_tolerated() -> None:
    answer = {"Registrations": [{**SOUND, "RegistrationStatus": "PARKED"}]}

    assert conformity.of_answer(MODEL, "DescribeRegistrations", answer, frozenset({"OTHER"}))
    assert not conformity.of_answer(MODEL, "DescribeRegistrations", answer, frozenset({"PARKED"}))


def test_an_error_that_the_operation_does_not_declare_is_found() -> None:
    body = {"__type": "ConflictException", "Message": "No.", "Reason": "RESOURCE_ALREADY_EXISTS"}

    assert conformity.of_error(MODEL, "DescribeRegistrations", body) != []
    assert conformity.of_error(MODEL, "CreateRegistration", body) == []
    unknown = {**body, "Reason": "BECAUSE"}
    assert "enumeration" in conformity.of_error(MODEL, "CreateRegistration", unknown)[0]
