"""Screenshots are added on a page that says at each field what cannot be used."""

import io
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from consent.models import Evidence, Program
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.consent import images
from tests.consent.pages import EVIL, page


def upload(client: Client, program: Program, data: bytes, **changes: Any) -> Any:
    """Send the upload form."""
    file = SimpleUploadedFile(changes.pop("name", "shot.png"), data, "image/png")
    posted = {"picture": file, "caption": "Checkout page", "is_free_of_personal_data": "on"}
    return client.post(page("evidence_upload", program), {**posted, **changes}, follow=True)


def test_an_uploaded_screenshot_appears_with_its_address(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    answer = upload(as_alice, program, images.saved(images.plain(), "PNG"))

    shown = answer.content.decode()
    with tenant_scope(tenant.pk):
        shot = Evidence.objects.get()
    assert answer.redirect_chain[-1][0] == page("program", program)
    assert f"/e/{shot.token}.png" in shown
    assert "Checkout page" in shown


@pytest.mark.parametrize(
    ("data", "changes", "field"),
    [
        (images.SVG, {}, "picture"),
        (images.HTML, {"name": "page.jpg"}, "picture"),
        (b"", {}, "picture"),
        (images.png_header(50_000, 50_000), {}, "picture"),
        (images.saved(images.plain(), "PNG"), {"caption": ""}, "caption"),
        (images.saved(images.plain(), "PNG"), {"caption": "\u202e"}, "caption"),
        (
            images.saved(images.plain(), "PNG"),
            {"is_free_of_personal_data": ""},
            "is_free_of_personal_data",
        ),
    ],
)
def test_an_upload_that_cannot_be_used_is_said_at_its_field(
    as_alice: Client, tenant: Tenant, program: Program, data: bytes, changes: Any, field: str
) -> None:
    answer = upload(as_alice, program, data, **changes)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    with tenant_scope(tenant.pk):
        assert not Evidence.objects.exists()


def test_a_storage_that_is_down_is_said_on_the_page(
    as_alice: Client, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("down")

    monkeypatch.setattr(storages["default"], "save", fail)

    answer = upload(as_alice, program, images.saved(images.plain(), "PNG"))

    assert answer.status_code == 200
    assert "Try again in a few minutes" in answer.content.decode()


def test_a_file_name_that_looks_like_markup_is_shown_as_text(
    as_alice: Client, program: Program
) -> None:
    file = io.BytesIO(images.saved(images.plain(), "PNG"))
    file.name = "<img src=x onerror=alert(1)>.png"
    posted = {"picture": file, "caption": EVIL, "is_free_of_personal_data": "on"}

    shown = as_alice.post(page("evidence_upload", program), posted, follow=True).content.decode()

    assert "<img src=x" not in shown
    assert EVIL not in shown
