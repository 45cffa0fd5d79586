"""The forms of the simulator: definitions, field values and attachments."""

from collections.abc import Iterator
from typing import Any

import pytest

from registrations.carrier.simulator.definitions import forms
from registrations.carrier.simulator.testing import Simulator, running
from tests.registrations.simulation import (
    BRAND_TYPE,
    PNG,
    TOLL_FREE_TYPE,
    checked_client,
    drafted,
    refusal,
    uploaded,
)


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    # Reviews last until a test decides them or moves the clock, so that no test waits.
    with running(tmp_path_factory.mktemp("simulator"), review_seconds=400) as started:
        yield started


@pytest.fixture
def client(simulator: Simulator) -> Any:
    return checked_client(simulator)


def values(client: Any, registration_id: str, number: int = 1) -> dict[str, Any]:
    pages = client.get_paginator("describe_registration_field_values").paginate(
        RegistrationId=registration_id, VersionNumber=number
    )
    return {one["FieldPath"]: one for page in pages for one in page["RegistrationFieldValues"]}


def put(client: Any, registration_id: str, path: str, **value: Any) -> Any:
    return client.put_registration_field_value(
        RegistrationId=registration_id, FieldPath=path, **value
    )


def test_every_type_names_its_associations(client: Any) -> None:
    found = client.describe_registration_type_definitions()["RegistrationTypeDefinitions"]

    by_type = {one["RegistrationType"]: one["SupportedAssociations"] for one in found}
    assert set(by_type) == set(forms())
    toll_free = by_type[TOLL_FREE_TYPE][0]
    assert toll_free["AssociationBehavior"] == "ASSOCIATE_BEFORE_SUBMIT"


@pytest.mark.parametrize("kind", sorted(forms()))
def test_every_field_of_a_form_is_described_once(client: Any, kind: str) -> None:
    pages = client.get_paginator("describe_registration_field_definitions").paginate(
        RegistrationType=kind
    )
    sections = client.describe_registration_section_definitions(RegistrationType=kind)

    described = [f for page in pages for f in page["RegistrationFieldDefinitions"]]
    assert [f["FieldPath"] for f in described] == list(forms()[kind].fields)
    known = {s["SectionPath"] for s in sections["RegistrationSectionDefinitions"]}
    assert {f["SectionPath"] for f in described} == known


def test_field_definitions_can_be_narrowed_to_a_section(client: Any) -> None:
    found = client.describe_registration_field_definitions(
        RegistrationType=BRAND_TYPE, SectionPath="contactInfo"
    )["RegistrationFieldDefinitions"]

    assert {field["SectionPath"] for field in found} == {"contactInfo"}


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("companyInfo.colour", {"TextValue": "red"}, "UNKNOWN_REGISTRATION_FIELD"),
        ("companyInfo.taxId", {"TextValue": "12-3456789"}, "INVALID_PARAMETER"),
        ("companyInfo.companyName", {"TextValue": "x" * 101}, "FIELD_VALIDATION_FAILED"),
        ("companyInfo.companyName", {"TextValue": "   "}, "INVALID_PARAMETER"),
        ("companyInfo.companyName", {"SelectChoices": ["x"]}, "FIELD_VALIDATION_FAILED"),
        ("companyInfo.legalType", {"SelectChoices": ["HOBBY"]}, "FIELD_VALIDATION_FAILED"),
        (
            "companyInfo.legalType",
            {"SelectChoices": ["NON_PROFIT", "GOVERNMENT"]},
            "FIELD_VALIDATION_FAILED",
        ),
        ("companyInfo.legalType", {"SelectChoices": []}, "FIELD_VALIDATION_FAILED"),
        ("companyInfo.isoCountryCode", {"TextValue": "us"}, "INVALID_PARAMETER"),
        ("contactInfo.supportPhoneNumber", {"TextValue": "206-555-0100"}, "INVALID_PARAMETER"),
        ("companyInfo.companyName", {}, "MISSING_PARAMETER"),
        (
            "companyInfo.companyName",
            {"TextValue": "x", "SelectChoices": ["x"]},
            "PARAMETERS_CANNOT_BE_USED_TOGETHER",
        ),
    ],
)
def test_a_value_that_does_not_fit_its_field_is_refused(
    client: Any, path: str, value: dict[str, Any], reason: str
) -> None:
    registration_id = drafted(client, BRAND_TYPE, {})

    found = refusal(lambda: put(client, registration_id, path, **value))

    assert found == ("ValidationException", reason)
    assert values(client, registration_id) == {}


def test_a_value_can_be_taken_back(client: Any) -> None:
    registration_id = drafted(client, BRAND_TYPE, {"companyInfo.city": "Seattle"})

    gone = client.delete_registration_field_value(
        RegistrationId=registration_id, FieldPath="companyInfo.city"
    )

    assert gone["TextValue"] == "Seattle"
    assert values(client, registration_id) == {}


def test_an_attachment_is_uploaded_after_a_moment(simulator: Simulator, client: Any) -> None:
    made = client.create_registration_attachment(AttachmentBody=PNG)
    attachment_id = made["RegistrationAttachmentId"]
    registration_id = drafted(client, TOLL_FREE_TYPE, {})

    def use() -> Any:
        return put(
            client,
            registration_id,
            "messagingUseCase.optInImage",
            RegistrationAttachmentId=attachment_id,
        )

    simulator.settings(fail_uploads=None)
    early = refusal(use) if made["AttachmentStatus"] == "UPLOAD_IN_PROGRESS" else None
    simulator.advance(60)
    found = client.describe_registration_attachments(RegistrationAttachmentIds=[attachment_id])

    assert early == ("ConflictException", "RESOURCE_NOT_ACTIVE")
    assert found["RegistrationAttachments"][0]["AttachmentStatus"] == "UPLOAD_COMPLETE"
    assert use()["RegistrationAttachmentId"] == attachment_id


def test_an_upload_can_be_made_to_fail(simulator: Simulator, client: Any) -> None:
    simulator.settings(fail_uploads=True)
    attachment_id = uploaded(simulator, client)
    simulator.settings(fail_uploads=None)

    found = client.describe_registration_attachments(
        Filters=[{"Name": "attachment-status", "Values": ["UPLOAD_FAILED"]}]
    )["RegistrationAttachments"]

    assert [one["RegistrationAttachmentId"] for one in found] == [attachment_id]
    assert found[0]["AttachmentUploadErrorReason"] == "INTERNAL_ERROR"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"AttachmentBody": b"GIF89a" + bytes(10)}, "ATTACHMENT_TYPE_NOT_SUPPORTED"),
        ({"AttachmentBody": PNG + bytes(512_000)}, "MAXIMUM_SIZE_EXCEEDED"),
        ({"AttachmentUrl": "https://example.com/a.png"}, "INVALID_PARAMETER"),
        ({}, "MISSING_PARAMETER"),
        (
            {"AttachmentBody": PNG, "AttachmentUrl": "s3://bucket/key"},
            "PARAMETERS_CANNOT_BE_USED_TOGETHER",
        ),
    ],
)
def test_an_unfit_attachment_is_refused(
    client: Any, arguments: dict[str, Any], reason: str
) -> None:
    found = refusal(lambda: client.create_registration_attachment(**arguments))

    assert found == ("ValidationException", reason)
