"""Rates, counters and quotas of the carrier, by setting and by command line."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from registrations.carrier.simulator import protocol
from registrations.carrier.simulator.operations import OPERATIONS
from registrations.carrier.simulator.store import Store
from registrations.carrier.simulator.testing import Simulator, running
from registrations.carrier.simulator.world import AWS_LIMITS, Options, World
from tests.registrations.contract import (
    BRAND_TYPE,
    CAMPAIGN_TYPE,
    LONG_CODE_TYPE,
    leased,
    prepared,
)
from tests.registrations.simulation import PNG, checked_client, refusal

BUSY = "ThrottlingException"
QUOTA = "ServiceQuotaExceededException"
MANY = 20_000


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    folder = tmp_path_factory.mktemp("simulator")
    with running(folder, review_seconds=400, no_flush=True) as started:
        yield started


@pytest.fixture
def client(simulator: Simulator) -> Any:
    simulator.reset()
    return checked_client(simulator)


def codes(call: Callable[[], Any], times: int) -> list[str]:
    found = []
    for _ in range(times):
        try:
            call()
        except ClientError as error:
            found.append(error.response["Error"]["Code"])
        else:
            found.append("answered")
    return found


def test_a_rate_concerns_its_operation_alone_and_is_counted(
    simulator: Simulator, client: Any
) -> None:
    simulator.settings(rates={"DescribeAccountLimits": 1})
    simulator.calls(restart=True)

    found = codes(client.describe_account_limits, 3) + codes(client.describe_pools, 2)

    counted = simulator.calls()["operations"]
    assert found == ["answered", BUSY, BUSY, "answered", "answered"]
    assert counted["DescribeAccountLimits"] == {"calls": 3, "throttled": 2}
    assert counted["DescribePools"] == {"calls": 2, "throttled": 0}


def test_a_pattern_is_one_bucket_for_all_that_it_fits(simulator: Simulator, client: Any) -> None:
    simulator.settings(rates={"Describe*": 1})

    found = codes(client.describe_account_limits, 1) + codes(client.describe_pools, 1)

    assert found == ["answered", BUSY]


def test_a_bucket_fills_again(simulator: Simulator, client: Any) -> None:
    simulator.settings(rates={"DescribePools": 20}, burst=2)
    codes(client.describe_pools, 60)
    time.sleep(0.2)

    assert codes(client.describe_pools, 1) == ["answered"]


def test_a_throttled_client_that_retries_gets_through(simulator: Simulator, client: Any) -> None:
    simulator.settings(throttle=2)
    patient = simulator.boto_client(retries={"total_max_attempts": 4, "mode": "standard"})

    assert "Pools" in patient.describe_pools()


def test_the_quotas_of_a_new_account_are_told_and_kept(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("small")
    flags: dict[str, Any] = {"aws_limits": True, "limit": "REGISTRATIONS=1", "no_flush": True}
    with running(folder, **flags) as small:
        client = checked_client(small)
        limits = client.describe_account_limits()["AccountLimits"]
        client.create_registration(RegistrationType=BRAND_TYPE)
        time.sleep(1.1)
        full = refusal(lambda: client.create_registration(RegistrationType=BRAND_TYPE))
        soon = refusal(lambda: client.create_registration(RegistrationType=BRAND_TYPE))

    told = {limit["Name"]: limit["Max"] for limit in limits}
    assert told["REGISTRATION_ATTACHMENTS"] == AWS_LIMITS["REGISTRATION_ATTACHMENTS"]
    assert (told["REGISTRATIONS"], full) == (1, (QUOTA, "REGISTRATIONS_PER_ACCOUNT"))
    assert soon[0] == BUSY


def _register(_simulator: Simulator, client: Any) -> Any:
    return client.create_registration(RegistrationType=BRAND_TYPE)


def _attach(_simulator: Simulator, client: Any) -> Any:
    return client.create_registration_attachment(AttachmentBody=PNG)


def _amend(simulator: Simulator, client: Any) -> Any:
    registration_id = prepared(simulator, client, BRAND_TYPE)
    client.submit_registration_version(RegistrationId=registration_id)
    simulator.decide(registration_id, "deny")
    return client.create_registration_version(RegistrationId=registration_id)


def _join_campaign(simulator: Simulator, client: Any) -> Any:
    campaign_id = prepared(simulator, client, CAMPAIGN_TYPE)
    client.submit_registration_version(RegistrationId=campaign_id)
    simulator.decide(campaign_id, "approve")
    return leased(client, "TEN_DLC", RegistrationId=campaign_id)


QUOTAS: dict[str, tuple[Callable[[Simulator, Any], Any], str]] = {
    "REGISTRATIONS": (_register, "REGISTRATIONS_PER_ACCOUNT"),
    "BRANDS": (_register, "REGISTRATIONS_PER_ACCOUNT"),
    "REGISTRATION_ATTACHMENTS": (_attach, "REGISTRATION_ATTACHMENTS_PER_ACCOUNT"),
    "ATTACHMENTS_PER_DAY": (_attach, "REGISTRATION_ATTACHMENTS_CREATED_PER_DAY"),
    "VERSIONS_PER_DAY": (_amend, "REGISTRATION_VERSIONS_CREATED_PER_DAY"),
    "CAMPAIGNS_PER_BRAND": (
        lambda simulator, client: prepared(simulator, client, CAMPAIGN_TYPE),
        "ASSOCIATIONS_PER_REGISTRATION",
    ),
    "NUMBERS_PER_CAMPAIGN": (_join_campaign, "PHONE_NUMBERS_PER_REGISTRATION"),
    "PHONE_NUMBERS": (
        lambda _sim, client: leased(client, "TOLL_FREE"),
        "PHONE_NUMBERS_PER_ACCOUNT",
    ),
    "OPT_OUT_LISTS": (
        lambda _sim, client: client.create_opt_out_list(OptOutListName="maple"),
        "OPT_OUT_LISTS_PER_ACCOUNT",
    ),
    "CONFIGURATION_SETS": (
        lambda _sim, client: client.create_configuration_set(ConfigurationSetName="maple"),
        "CONFIGURATION_SETS_PER_ACCOUNT",
    ),
    "SENDER_IDS": (
        lambda _sim, client: client.request_sender_id(SenderId="MAPLE", IsoCountryCode="FR"),
        "SENDER_IDS_PER_ACCOUNT",
    ),
    "POOLS": (
        lambda _sim, client: client.create_pool(
            OriginationIdentity=leased(client, "TOLL_FREE")["PhoneNumberId"],
            IsoCountryCode="US",
            MessageType="TRANSACTIONAL",
        ),
        "POOLS_PER_ACCOUNT",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", QUOTAS)
def test_a_quota_that_is_used_up_is_refused_with_its_reason(
    simulator: Simulator, client: Any, name: str
) -> None:
    call, reason = QUOTAS[name]
    simulator.settings(limits={name: 0})

    assert refusal(lambda: call(simulator, client)) == (QUOTA, reason)


def test_a_page_of_twenty_thousand_registrations_takes_less_than_fifty_milliseconds(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path, flushes=False)
    world = World(store, Options(tmp_path))
    _fill_with_registrations(world)
    open_ones = [{"Name": "registration-status", "Values": ["SUBMITTED", "REVIEWING"]}]
    request: dict[str, Any] = {"MaxResults": 100, "Filters": open_ones}

    pages, times = 0, []
    while True:
        started = time.process_time()
        operation = OPERATIONS["DescribeRegistrations"]
        answer = protocol.answer(world, operation, "DescribeRegistrations", request)
        times.append(time.process_time() - started)
        pages += 1
        if "NextToken" not in answer:
            break
        request["NextToken"] = answer["NextToken"]

    assert pages == MANY // 100
    assert sorted(times)[len(times) // 2] < 0.05
    store.close()


def _fill_with_registrations(world: World) -> None:
    with world.store.transaction():
        for number in range(MANY):
            registration: dict[str, Any] = {
                "RegistrationId": f"registration-{number:032x}",
                "RegistrationType": LONG_CODE_TYPE,
                "RegistrationStatus": "REVIEWING" if number % 2 else "SUBMITTED",
                "CurrentVersionNumber": 1,
                "CreatedTimestamp": 1764000000.0,
                "Related": [],
            }
            world.store.put("registrations", registration["RegistrationId"], registration)
