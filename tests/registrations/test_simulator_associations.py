"""What a registration rests on in the simulator: brands, numbers, and their order."""

from collections.abc import Iterator
from typing import Any

import pytest

from registrations.carrier.simulator.testing import Simulator, running
from tests.registrations.simulation import (
    BRAND,
    BRAND_TYPE,
    TOLL_FREE_TYPE,
    approved_brand,
    checked_client,
    drafted,
    drafted_campaign,
    drafted_toll_free,
    refusal,
    requested,
    status_of,
    submitted,
)

SUBMIT = ("ConflictException", "SUBMIT_REGISTRATION_VERSION_NOT_ALLOWED")


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    # Reviews last until a test decides them or moves the clock, so that no test waits.
    with running(tmp_path_factory.mktemp("simulator"), review_seconds=400) as started:
        yield started


@pytest.fixture
def client(simulator: Simulator) -> Any:
    return checked_client(simulator)


def test_a_campaign_needs_a_complete_brand_before_the_submit(
    simulator: Simulator, client: Any
) -> None:
    unapproved = submitted(client, BRAND_TYPE, BRAND)
    registration_id = drafted_campaign(client, unapproved)

    early = refusal(lambda: client.submit_registration_version(RegistrationId=registration_id))
    simulator.decide(unapproved, "approve")
    answer = client.submit_registration_version(RegistrationId=registration_id)

    assert early == SUBMIT
    assert answer["RegistrationVersionStatus"] == "SUBMITTED"


def test_a_toll_free_registration_needs_its_number_before_the_submit(
    simulator: Simulator, client: Any
) -> None:
    registration_id = drafted(client, TOLL_FREE_TYPE, {})

    found = refusal(lambda: client.submit_registration_version(RegistrationId=registration_id))

    assert found == SUBMIT


def test_a_toll_free_registration_is_approved_with_number_and_image(
    simulator: Simulator, client: Any
) -> None:
    registration_id, number_id = drafted_toll_free(simulator, client)
    client.submit_registration_version(RegistrationId=registration_id)

    simulator.advance(400)

    assert status_of(client, registration_id) == "COMPLETE"
    found = client.list_registration_associations(RegistrationId=registration_id)
    assert [one["ResourceId"] for one in found["RegistrationAssociations"]] == [number_id]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (BRAND_TYPE, "INVALID_REGISTRATION_ASSOCIATION"),
        (TOLL_FREE_TYPE, "INVALID_REGISTRATION_ASSOCIATION"),
    ],
)
def test_an_association_the_type_does_not_know_is_refused(
    simulator: Simulator, client: Any, kind: str, reason: str
) -> None:
    registration_id = drafted(client, kind, {})
    brand_id = drafted(client, BRAND_TYPE, {})

    found = refusal(
        lambda: client.create_registration_association(
            RegistrationId=registration_id, ResourceId=brand_id
        )
    )

    assert found == ("ValidationException", reason)


def test_a_number_joins_a_campaign_only_after_it_is_complete(
    simulator: Simulator, client: Any
) -> None:
    registration_id = drafted_campaign(client, approved_brand(simulator, client))
    number_id = requested(client, "TEN_DLC")["PhoneNumberId"]

    def associate() -> Any:
        return client.create_registration_association(
            RegistrationId=registration_id, ResourceId=number_id
        )

    early = refusal(associate)
    client.submit_registration_version(RegistrationId=registration_id)
    simulator.decide(registration_id, "approve")
    joined = associate()

    assert early == ("ConflictException", "REGISTRATION_NOT_COMPLETE")
    assert joined["ResourceType"] == "phone-number"
    assert refusal(associate) == ("ConflictException", "RESOURCE_ALREADY_ASSOCIATED")


def test_a_registration_others_rest_on_cannot_be_deleted(simulator: Simulator, client: Any) -> None:
    brand_id = approved_brand(simulator, client)
    campaign_id = drafted_campaign(client, brand_id)

    held = refusal(lambda: client.delete_registration(RegistrationId=brand_id))
    client.delete_registration(RegistrationId=campaign_id)
    gone = client.delete_registration(RegistrationId=brand_id)

    assert held == ("ConflictException", "DISASSOCIATE_REGISTRATION_NOT_ALLOWED")
    assert gone["RegistrationStatus"] == "DELETED"
    assert refusal(lambda: status_of(client, brand_id))[0] == "ResourceNotFoundException"
