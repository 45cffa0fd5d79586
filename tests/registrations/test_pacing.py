"""Calls to the carrier stay below its rate: shared by all workers, bounded, never stuck."""

import threading
import time
from typing import Any

import pytest
import redis

from registrations.carrier import aws, filing, pacing
from registrations.carrier.pacing import NotNow
from registrations.carrier.rates import rate_of


@pytest.fixture
def rates(settings: Any) -> dict[str, float]:
    """The rates that this test sets."""
    settings.CARRIER_RATES = {"default": 1.0}
    return settings.CARRIER_RATES


@pytest.fixture
def no_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis does not answer."""

    def away(*args: Any, **kwargs: Any) -> Any:
        raise redis.ConnectionError

    monkeypatch.setattr(pacing, "_script", lambda url, text: away)
    monkeypatch.setattr(pacing, "_buckets", {})
    monkeypatch.setattr(pacing, "_away", pacing._Away())


@pytest.mark.parametrize(
    ("operation", "rate"),
    [("PutRegistrationFieldValue", 5), ("CreateRegistration", 2), ("DeleteOptedOutNumber", 10),
     ("SendTextMessage", 0)],
)  # fmt: skip
def test_each_operation_is_a_class_with_the_rate_of_the_table_or_of_the_settings(
    rates: dict[str, float], operation: str, rate: float
) -> None:
    rates.update({"default": 2, "PutRegistrationFieldValue": 5})

    assert rate_of(operation) == rate


def test_workers_share_one_bucket_and_stay_below_its_rate(rates: dict[str, float]) -> None:
    rates["default"] = 50
    taken: list[float] = []

    def work() -> None:
        for _ in range(5):
            pacing.take("CreateRegistration")
            taken.append(time.monotonic())

    began = time.monotonic()
    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(taken) == 20
    assert max(taken) - began >= 19 / 50


def test_a_far_turn_is_refused_with_the_time_to_come_back_and_takes_nothing(
    rates: dict[str, float],
) -> None:
    rates["default"] = 0.4
    pacing.take("CreateRegistration")

    with pytest.raises(NotNow) as first:
        pacing.take("CreateRegistration")
    with pytest.raises(NotNow) as second:
        pacing.take("CreateRegistration")

    assert abs((second.value.until - first.value.until).total_seconds()) < 0.1


def test_another_operation_has_a_turn_of_its_own(rates: dict[str, float]) -> None:
    rates["default"] = 0.1
    pacing.take("CreateRegistration")

    began = time.monotonic()
    pacing.take("SubmitRegistrationVersion")

    assert time.monotonic() - began < 0.2


def test_texts_never_wait_behind_filing(rates: dict[str, float]) -> None:
    rates["default"] = 0.1
    began = time.monotonic()
    for _ in range(20):
        pacing.take("SendTextMessage")

    assert time.monotonic() - began < 0.2


def test_a_throttled_class_rests_for_all_workers_and_no_other_does(
    rates: dict[str, float],
) -> None:
    rates["default"] = 1.2
    pacing.throttled("CreateRegistration")

    with pytest.raises(NotNow):
        pacing.take("CreateRegistration")
    pacing.take("SubmitRegistrationVersion")


@pytest.mark.usefixtures("no_redis")
def test_without_redis_a_process_paces_itself_more_carefully(rates: dict[str, float]) -> None:
    rates["default"] = 20
    began = time.monotonic()
    for _ in range(3):
        pacing.take("CreateRegistration")

    assert 0.35 < time.monotonic() - began < 1.5


def test_every_attempt_of_the_client_takes_a_turn_its_own_retries_too(
    carrier: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    refused: list[str] = []
    monkeypatch.setattr(pacing, "take", taken.append)
    monkeypatch.setattr(pacing, "throttled", refused.append)
    carrier.settings(throttle=1)

    filing.form_definition("US_TEN_DLC_BRAND_REGISTRATION")

    assert taken.count("DescribeRegistrationSectionDefinitions") == 2
    assert refused == ["DescribeRegistrationSectionDefinitions"]


def test_a_call_that_gets_no_turn_reaches_nobody(
    carrier: Any, rates: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    rates["default"] = 0.1
    filing.registration_status([])
    carrier.settings(down=True)

    with pytest.raises(NotNow):
        filing.registration_status([])
    assert aws.client.cache_info().currsize
