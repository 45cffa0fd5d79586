"""Files are sent on a page that says at each field what cannot be used, with script or without."""

import io
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from consent.evidence import tasks
from consent.models import Evidence, EvidenceUpload, Program
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.consent import images
from tests.consent.pages import EVIL, page

PNG = images.saved(images.plain(), "PNG")
JSON = {"Accept": "application/json"}


def file(data: bytes = PNG, name: str = "shot.png") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, data, "image/png")


def upload(client: Client, program: Program, data: bytes = PNG, **changes: Any) -> Any:
    """Send the upload form."""
    sent = file(data, changes.pop("name", "shot.png"))
    posted = {"picture": sent, "caption": "Checkout page", "is_free_of_personal_data": "on"}
    headers = changes.pop("headers", {})
    return client.post(
        page("evidence_upload", program), {**posted, **changes}, follow=True, headers=headers
    )


def check_all(tenant: Tenant) -> None:
    """Let the worker look at everything."""
    with tenant_scope(tenant.pk):
        waiting = list(EvidenceUpload.objects.filter(status="received"))
    for row in waiting:
        tasks.check_upload(str(tenant.pk), str(row.pk))


def test_a_sent_file_is_being_checked_and_then_appears_with_its_address(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    sent = upload(as_alice, program).content.decode()
    check_all(tenant)
    shown = as_alice.get(page("evidence_upload", program)).content.decode()

    with tenant_scope(tenant.pk):
        shot = Evidence.objects.get()
    assert "is being checked" in sent
    assert 'id="uploads" data-refresh="3"' in sent
    assert "data-refresh" not in shown
    assert f"/e/{shot.token}.png" in shown
    assert f"/e/{shot.token}.png" in as_alice.get(page("program", program)).content.decode()


def test_what_the_worker_refuses_is_said_beside_the_file(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    upload(as_alice, program, images.SVG)
    check_all(tenant)

    shown = as_alice.get(page("evidence_upload", program)).content.decode()

    assert "Refused" in shown
    assert "something else besides a picture" in shown


@pytest.mark.parametrize(
    ("data", "changes", "field"),
    [
        (b"", {}, "picture"),
        (PNG, {"picture": ""}, "picture"),
        (PNG, {"caption": "x" * 201}, "caption"),
        (PNG, {"is_free_of_personal_data": ""}, "is_free_of_personal_data"),
    ],
)
def test_an_upload_that_cannot_be_used_is_said_at_its_field(
    as_alice: Client, tenant: Tenant, program: Program, data: bytes, changes: Any, field: str
) -> None:
    answer = upload(as_alice, program, data, **changes)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    with tenant_scope(tenant.pk):
        assert not EvidenceUpload.objects.exists()


def test_several_files_are_sent_at_once_each_with_a_caption_of_its_name(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    both = [file(name="cart_page.png"), file(name="till.png")]

    upload(as_alice, program, picture=both, caption="")

    with tenant_scope(tenant.pk):
        rows = EvidenceUpload.objects.order_by("created_at")
        assert [each.caption for each in rows] == ["Cart page", "Till"]


def test_of_several_files_the_sound_ones_are_kept_and_the_others_named(
    as_alice: Client, tenant: Tenant, program: Program, settings: LazySettings
) -> None:
    settings.MAX_UPLOAD_BYTES = len(PNG)
    both = [file(name="good.png"), file(PNG + b"\0", name="big.png")]

    answer = upload(as_alice, program, picture=both)

    assert "big.png: The file is larger" in answer.content.decode()
    with tenant_scope(tenant.pk):
        assert EvidenceUpload.objects.get().original_name == "good.png"


def test_a_script_is_answered_in_json(as_alice: Client, program: Program) -> None:
    taken = upload(as_alice, program, headers=JSON)
    refused = upload(as_alice, program, b"", headers=JSON)

    assert (taken.status_code, taken.json()) == (200, {"status": "received"})
    assert refused.status_code == 422
    assert refused.json()["problem"].startswith("The file is empty.")


def test_a_storage_that_is_down_is_said_on_the_page(
    as_alice: Client, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("down")

    monkeypatch.setattr(storages["default"], "save", fail)

    answer = upload(as_alice, program)

    assert answer.status_code == 200
    assert "Try again in a few minutes" in answer.content.decode()


def test_the_page_says_how_much_room_is_used(
    as_alice: Client, program: Program, settings: LazySettings
) -> None:
    settings.EVIDENCE_TENANT_BYTES = 7 * 1024 * 1024
    upload(as_alice, program)

    shown = as_alice.get(page("evidence_upload", program)).content.decode()

    assert "1 of 7 MB used" in shown


def test_a_file_name_that_looks_like_markup_is_shown_as_text(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    sent = io.BytesIO(PNG)
    sent.name = "<img src=x onerror=alert(1)>.png"
    posted = {"picture": sent, "caption": EVIL, "is_free_of_personal_data": "on"}

    shown = as_alice.post(page("evidence_upload", program), posted, follow=True).content.decode()
    check_all(tenant)
    shown += as_alice.get(page("program", program)).content.decode()

    assert "<img src=x" not in shown
    assert EVIL not in shown


def test_nothing_can_be_begun_where_there_is_no_bucket(as_alice: Client, program: Program) -> None:
    said = {"name": "a.png", "size": 9, "type": "image/png", "is_free_of_personal_data": "on"}

    answer = as_alice.post(page("upload_begin", program), said)

    assert (answer.status_code, answer.json()) == (
        422,
        {"problem": "Send the file to us directly."},
    )
