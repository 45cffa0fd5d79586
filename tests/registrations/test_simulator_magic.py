"""The magic numbers of the simulator, each with its documented outcome."""

from collections.abc import Iterator
from typing import Any

import phonenumbers
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from registrations.carrier.simulator import magic
from registrations.carrier.simulator.testing import (
    Hook,
    Simulator,
    listening_hook,
    running,
)
from tests.registrations.simulation import (
    active_number,
    checked_client,
    event_set,
    events_of,
    nothing_more,
    refusal,
    send,
)


@pytest.fixture(scope="module")
def hook() -> Iterator[Hook]:
    with listening_hook() as listening:
        yield listening


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory, hook: Hook) -> Iterator[Simulator]:
    directory = tmp_path_factory.mktemp("simulator")
    with running(directory, hook.url, event_seconds=0.05, hang_seconds=1.5) as started:
        yield started


@pytest.fixture
def client(simulator: Simulator) -> Any:
    simulator.reset()
    return checked_client(simulator)


@pytest.fixture
def number(simulator: Simulator, client: Any) -> str:
    event_set(client)
    return str(active_number(simulator, client)["PhoneNumber"])


@pytest.mark.parametrize("digits", sorted(magic.MAGIC_NUMBERS))
def test_magic_numbers_are_valid_us_numbers(digits: str) -> None:
    parsed = phonenumbers.parse(f"+1206555{digits}")

    assert phonenumbers.is_valid_number(parsed)
    assert magic.outcome_for(f"+1206555{digits}") is magic.MAGIC_NUMBERS[digits]
    assert magic.outcome_for(f"+1206556{digits}") is magic.USUAL


@pytest.mark.parametrize(
    ("digits", "types"),
    [
        ("0120", ["TEXT_QUEUED"]),
        ("0121", ["TEXT_QUEUED", "TEXT_UNREACHABLE"]),
        ("0122", ["TEXT_INVALID", "TEXT_QUEUED"]),
        ("0123", ["TEXT_BLOCKED", "TEXT_QUEUED"]),
        ("0124", ["TEXT_CARRIER_BLOCKED", "TEXT_QUEUED"]),
        ("0125", ["TEXT_QUEUED", "TEXT_SPAM"]),
        ("0126", ["TEXT_QUEUED", "TEXT_UNKNOWN"]),
        ("0127", ["TEXT_QUEUED", "TEXT_TTL_EXPIRED"]),
        ("0128", ["TEXT_CARRIER_UNREACHABLE", "TEXT_DELIVERED", "TEXT_QUEUED"]),
        ("0129", ["TEXT_QUEUED", "TEXT_SUCCESSFUL"]),
        ("0160", sorted(2 * ["TEXT_QUEUED", "TEXT_SUCCESSFUL", "TEXT_DELIVERED"])),
    ],
)
def test_a_magic_number_decides_the_events(
    hook: Hook, client: Any, number: str, digits: str, types: list[str]
) -> None:
    message_id = send(client, number, f"+1206555{digits}")

    found = events_of(hook, message_id, len(types))

    assert sorted(one["eventType"] for one in found) == types
    assert nothing_more(hook, message_id)


def test_reversed_events_carry_times_that_run_backwards(
    hook: Hook, client: Any, number: str
) -> None:
    message_id = send(client, number, "+12065550161")

    found = events_of(hook, message_id, 3)

    by_time = sorted(found, key=lambda one: one["eventTimestamp"])
    expected = ["TEXT_DELIVERED", "TEXT_SUCCESSFUL", "TEXT_QUEUED"]
    assert [one["eventType"] for one in by_time] == expected


@pytest.mark.parametrize(("digits", "times"), [("0130", 2), ("0131", 5), ("0141", 1)])
def test_some_numbers_refuse_the_first_calls(
    simulator: Simulator, client: Any, number: str, digits: str, times: int
) -> None:
    to = f"+1206555{digits}"
    expected = "InternalServerException" if digits == "0141" else "ThrottlingException"

    codes = {refusal(lambda: send(client, number, to))[0] for _ in range(times)}

    assert codes == {expected}
    assert simulator.sends(to=to) == []
    assert send(client, number, to)


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("0140", ("InternalServerException", "")),
        ("0170", ("ConflictException", "DESTINATION_PHONE_NUMBER_OPTED_OUT")),
        ("0171", ("ConflictException", "DESTINATION_PHONE_NUMBER_NOT_VERIFIED")),
        ("0172", ("ServiceQuotaExceededException", "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT")),
        ("0173", ("AccessDeniedException", "ACCOUNT_DISABLED")),
    ],
)
def test_some_numbers_are_always_refused(
    simulator: Simulator, client: Any, number: str, digits: str, expected: tuple[str, str]
) -> None:
    to = f"+1206555{digits}"

    assert [refusal(lambda: send(client, number, to)) for _ in range(2)] == [expected] * 2
    assert simulator.sends(to=to) == []


def test_a_text_can_be_accepted_although_the_answer_is_a_failure(
    simulator: Simulator, client: Any, number: str
) -> None:
    with pytest.raises(ClientError):
        send(client, number, "+12065550142")

    assert len(simulator.sends(to="+12065550142")) == 1


def test_a_text_can_be_accepted_although_no_answer_comes(
    simulator: Simulator, client: Any, number: str
) -> None:
    impatient = simulator.boto_client(read_timeout=0.5)

    with pytest.raises(ReadTimeoutError):
        send(impatient, number, "+12065550150")

    assert len(simulator.sends(to="+12065550150")) == 1
