"""Screenshots are stored as pixels under addresses nobody can guess, or not at all."""

import hashlib
import io
import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction
from django.test import Client
from PIL import Image

from consent import addresses, evidence
from consent.evidence import quota
from consent.models import Evidence, Program, ProgramEvent
from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor
from tenants.models import Tenant, TenantStatus
from tests.consent import images
from tests.consent.conftest import found_program

PNG = images.saved(images.plain(), "PNG")


def add(program: Program, actor: Actor, data: bytes = PNG, **changes: Any) -> Evidence:
    """Upload a screenshot."""
    upload = ContentFile(data, name=changes.pop("name", "checkout.png"))
    return evidence.add_evidence(
        program, upload=upload, caption=changes.pop("caption", "Checkout page"), actor=actor
    )


def stored(alias: str) -> set[str]:
    """Return the keys of every file in a storage."""
    found, pending = set(), [""]
    while pending:
        folder = pending.pop()
        try:
            folders, files = storages[alias].listdir(folder)
        except FileNotFoundError:
            continue
        pending += [f"{folder}/{name}".lstrip("/") for name in folders]
        found |= {f"{folder}/{name}".lstrip("/") for name in files}
    return found


@pytest.fixture
def draft(in_tenant: Tenant, brand: object, actor: Actor) -> Program:
    """A program, in its tenant's scope."""
    return found_program(actor)


def test_a_screenshot_is_kept_twice_with_hashes(draft: Program, actor: Actor) -> None:
    shot = add(draft, actor)

    original = storages["default"].open(shot.original_key).read()
    copy = evidence.read_copy(shot)
    assert hashlib.sha256(original).hexdigest() == shot.original_sha256
    assert hashlib.sha256(copy).hexdigest() == shot.public_sha256
    assert original == PNG
    assert (shot.width, shot.height, shot.size_bytes) == (64, 48, len(copy))


def test_keys_are_made_by_us_and_sorted_by_tenant(draft: Program, actor: Actor) -> None:
    shot = add(draft, actor, name="../../etc/passwd.png")

    uuid = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    folder = f"tenant/{draft.tenant_id}/evidence/"
    assert re.fullmatch(folder + uuid, shot.original_key)
    assert re.fullmatch(folder + uuid + r"\.png", shot.public_key)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("C:\\fakepath\\shot.png", "shot.png"),
        ("a\x00b.png", "a b.png"),
        ("gnp.\u202egpj.png", "gnp.gpj.png"),
        ("<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>.png"),
        ("x" * 300, "x" * 200),
        ("", "picture"),
        ("/", "picture"),
    ],
)
def test_the_uploaders_name_is_only_ever_shown(
    draft: Program, actor: Actor, name: str, shown: str
) -> None:
    upload = ContentFile(PNG)
    upload.name = name

    shot = evidence.add_evidence(draft, upload=upload, caption="Checkout", actor=actor)

    assert shot.original_name == shown


def test_a_screenshot_is_noted_in_the_history(draft: Program, actor: Actor) -> None:
    shot = add(draft, actor, caption="  Checkout \u202e page ")

    event = draft.events.latest("at")
    assert event.kind == ProgramEvent.Kind.EVIDENCE_ADDED
    assert event.data == {"evidence": str(shot.pk), "caption": "Checkout page"}


@pytest.mark.parametrize("name", ["svg.png", "page.jpg", "bomb-50000.png", "moving.png"])
def test_a_refused_file_leaves_nothing_behind(draft: Program, actor: Actor, name: str) -> None:
    before = stored("default"), stored("public")

    with pytest.raises(InvalidInput):
        add(draft, actor, images.HOSTILE[name]())

    assert (stored("default"), stored("public")) == before
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("caption", ["", "  ", "\u202e", "x" * 201])
def test_a_caption_is_needed_and_short(draft: Program, actor: Actor, caption: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(draft, actor, caption=caption)

    assert list(refused.value.fields) == ["caption"]


def test_an_empty_file_is_refused(draft: Program, actor: Actor) -> None:
    with pytest.raises(InvalidInput, match="empty"):
        add(draft, actor, b"")


def test_a_file_above_the_limit_is_refused_unread(
    draft: Program, actor: Actor, settings: LazySettings
) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    upload = io.BytesIO(b"\0" * (1024 * 1024 + 5000))

    with pytest.raises(InvalidInput, match="larger than 1 MB"):
        evidence.add_evidence(draft, upload=upload, caption="Big", actor=actor)  # type: ignore[arg-type]

    assert upload.tell() == 1024 * 1024 + 1


def test_a_program_has_at_most_so_many(
    draft: Program, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "PER_PROGRAM", 1)
    add(draft, actor)

    with pytest.raises(DomainError, match="at most 1"):
        add(draft, actor)


def test_files_are_taken_away_when_the_row_cannot_be_written(
    draft: Program, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored("default"), stored("public")

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr(ProgramEvent, "record", fail)
    with pytest.raises(RuntimeError):
        add(draft, actor)

    assert (stored("default"), stored("public")) == before
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("down", ["default", "public"])
def test_a_storage_that_is_down_is_said_in_words(
    draft: Program, actor: Actor, monkeypatch: pytest.MonkeyPatch, down: str
) -> None:
    before = stored("default")

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("disk is full")

    monkeypatch.setattr(storages[down], "save", fail)
    with pytest.raises(evidence.StorageUnavailable, match="Try again"):
        add(draft, actor)

    assert stored("default") == before
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("change", ["UPDATE consent_evidence SET caption = 'x'",
                                    "DELETE FROM consent_evidence"])  # fmt: skip
def test_the_database_keeps_evidence_as_it_is(draft: Program, actor: Actor, change: str) -> None:
    add(draft, actor)

    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


# --- The public address -------------------------------------------------------------------


def path_of(shot: Evidence) -> str:
    """Return the public address without its host."""
    return "/e/" + addresses.evidence_url(shot).rpartition("/e/")[2]


def test_a_reviewer_gets_the_picture_and_nothing_else(
    draft: Program, actor: Actor, client: Client
) -> None:
    shot = add(draft, actor, PNG + b"\0" * 99)

    answer = client.get(path_of(shot))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"] == 'inline; filename="evidence.png"'
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert not answer.cookies
    assert b"<script" not in answer.content
    assert hashlib.sha256(answer.content).hexdigest() == shot.public_sha256


def test_a_jpeg_is_served_as_what_it_is(draft: Program, actor: Actor, client: Client) -> None:
    shot = add(draft, actor, images.saved(images.noise(1800, 1600), "JPEG", quality=95))

    answer = client.get(path_of(shot))

    assert path_of(shot).endswith(".jpg")
    assert answer["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).format == "JPEG"
    assert client.get(path_of(shot).replace(".jpg", ".png")).status_code == 404


def test_a_cache_may_ask_whether_it_still_holds(
    draft: Program, actor: Actor, client: Client
) -> None:
    path = path_of(add(draft, actor))
    first = client.get(path)

    again = client.get(path, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/e/AAAAAAAAAAAAAAAAAAAAAA.png", "/e/x.png", "/e/.png", "/e/..%2f..%2fetc.png",
     "/e/AAAAAAAAAAAAAAAAAAAAAA.svg", "/e/AAAAAAAAAAAAAAAAAAAAAA%00.png", "/e/"],
)  # fmt: skip
def test_a_guessed_address_finds_nothing(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_address_cannot_be_counted(draft: Program, actor: Actor) -> None:
    first, second = add(draft, actor), add(draft, actor)

    assert len(first.token) >= 22
    assert first.token != second.token


def test_the_picture_stays_up_when_the_business_is_suspended(
    draft: Program, actor: Actor, tenant: Tenant, client: Client
) -> None:
    shot = add(draft, actor)
    tenant.status = TenantStatus.SUSPENDED
    tenant.save()

    assert client.get(path_of(shot)).status_code == 200


def test_only_reading_is_answered(draft: Program, actor: Actor, client: Client) -> None:
    path = path_of(add(draft, actor))

    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


def test_a_picture_that_cannot_be_read_is_no_crash(
    draft: Program, actor: Actor, client: Client
) -> None:
    shot = add(draft, actor)
    storages["public"].delete(shot.public_key)

    answer = client.get(path_of(shot))

    assert answer.status_code == 503
    assert (answer["Retry-After"], answer["Cache-Control"]) == ("60", "no-store")
