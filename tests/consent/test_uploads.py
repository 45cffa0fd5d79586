"""A file that a stranger sends is opened by a worker alone, and becomes evidence or a sentence."""

import hashlib
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image

from consent.drawing import box
from consent.evidence import files, quota, scanning, tasks, uploads
from consent.evidence.scanning import ScannerUnavailable, Verdict
from consent.models import Evidence, EvidenceUpload, Program
from consent.states import UPLOAD_TRANSITIONS, UploadStatus
from tenants.errors import DomainError, InvalidInput, TransitionNotAllowed
from tenants.events import Actor
from tenants.models import Tenant
from tests.consent import images
from tests.consent.conftest import found_program
from tests.consent.test_evidence import stored

PNG = images.saved(images.plain(), "PNG")
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

Commit = Callable[..., Any]


@pytest.fixture
def draft(in_tenant: Tenant, brand: object, actor: Actor) -> Program:
    """A program, in its tenant's scope."""
    return found_program(actor)


@pytest.fixture
def receive(
    draft: Program, actor: Actor, django_capture_on_commit_callbacks: Commit
) -> Callable[..., EvidenceUpload]:
    """Take a file in, as the page does; the nudge is caught, so that no worker acts yet."""

    def take(data: bytes = PNG, name: str = "checkout.png", caption: str = "") -> EvidenceUpload:
        upload = ContentFile(data, name=name)
        return uploads.receive(draft, upload=upload, caption=caption, actor=actor)

    return take


@pytest.fixture
def check(
    draft: Program, django_capture_on_commit_callbacks: Commit
) -> Callable[[EvidenceUpload], EvidenceUpload]:
    """Let the worker look at an upload, and return what became of it."""

    def work(row: EvidenceUpload) -> EvidenceUpload:
        with django_capture_on_commit_callbacks(execute=True):
            tasks.check_upload(str(row.tenant_id), str(row.pk))
        row.refresh_from_db()
        return row

    return work


def test_nothing_of_a_file_is_opened_or_shown_before_the_worker_has_it(
    receive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise AssertionError("opened in the request")

    monkeypatch.setattr(box, "opened", fail)
    monkeypatch.setattr(Image, "open", fail)

    row = receive(b"<html>anything")

    assert (row.status, row.evidence) == (UploadStatus.RECEIVED, None)
    assert "/quarantine/" in row.original_key
    assert not Evidence.objects.exists()


def test_a_checked_file_becomes_evidence_with_its_hashes(receive: Any, check: Any) -> None:
    row = check(receive(PNG, "../check-out_page.png"))

    shot = row.evidence
    assert row.status == UploadStatus.READY
    assert (shot.caption, shot.original_name, shot.source) == (
        "Check out page", "check-out_page.png", "uploaded",
    )  # fmt: skip
    assert shot.original_sha256 == hashlib.sha256(PNG).hexdigest()
    assert files.read("default", shot.original_key) == PNG
    assert shot.uploaded_by == "alice@mapledental.example"


def test_what_is_settled_leaves_the_quarantine(receive: Any, check: Any) -> None:
    good, bad = check(receive()), check(receive(images.SVG))

    assert (good.status, bad.status) == (UploadStatus.READY, UploadStatus.REFUSED)
    assert not {
        key for key in stored("default") if "quarantine" in key and str(good.tenant_id) in key
    }


@pytest.mark.parametrize("name", sorted(set(images.HOSTILE) - {"paper.pdf"}))
def test_a_hostile_file_is_refused_with_a_sentence(
    receive: Any, check: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = check(receive(images.HOSTILE[name](), name))

    assert row.status == UploadStatus.REFUSED
    assert row.problem.endswith(".")
    assert not Evidence.objects.exists()


def test_two_workers_at_once_make_one_evidence(receive: Any, check: Any) -> None:
    row = receive()
    taken = uploads.take_up(row.pk, now=timezone.now())

    assert taken is not None
    assert uploads.take_up(row.pk, now=timezone.now()) is None
    assert check(row).status == UploadStatus.RECEIVED


def test_a_check_that_a_killed_worker_began_is_begun_again(receive: Any, check: Any) -> None:
    row = receive()
    uploads.take_up(row.pk, now=timezone.now() - uploads.LEASE * 2)

    assert list(uploads.waiting(timezone.now())) == [row]
    assert check(row).status == UploadStatus.READY


def test_a_worker_that_was_slow_changes_nothing_any_more(
    receive: Any, check: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, opened = receive(), box.opened

    def slowly(data: bytes) -> Any:
        uploads.refuse(row.pk, problem="Somebody was faster.")
        return opened(data)

    monkeypatch.setattr(box, "opened", slowly)
    before = stored("public")

    assert check(row).problem == "Somebody was faster."
    assert stored("public") == before


def test_what_could_not_be_checked_for_an_hour_is_given_up(receive: Any) -> None:
    row = receive()

    assert uploads.take_up(row.pk, now=timezone.now() + timedelta(hours=2)) is None
    row.refresh_from_db()
    assert (row.status, row.problem[-14:]) == (UploadStatus.REFUSED, "Send it again.")


def test_a_storage_that_is_down_leaves_the_file_for_later(
    receive: Any, check: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = receive()

    def fail(*args: object) -> None:
        raise OSError("down")

    with monkeypatch.context() as broken:
        broken.setattr(storages["public"], "save", fail)
        assert check(row).status == UploadStatus.RECEIVED
    EvidenceUpload.objects.update(lease_until=None)
    assert check(row).status == UploadStatus.READY


def test_the_sweep_finds_what_was_lost(
    receive: Any, draft: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, nudged = receive(), []
    gone = EvidenceUpload.objects.create(
        program=draft, caption="x", original_key="q", uploaded_by="a"
    )
    EvidenceUpload.objects.filter(pk=gone.pk).update(created_at=timezone.now() - timedelta(hours=1))
    monkeypatch.setattr(tasks, "nudge", lambda task, tenant, pk: nudged.append(pk))

    tasks.check_uploads()

    gone.refresh_from_db()
    assert nudged == [row.pk]
    assert (gone.status, gone.problem) == (
        UploadStatus.REFUSED, "The file never arrived. Send it again.",
    )  # fmt: skip


@pytest.mark.parametrize("state", UPLOAD_TRANSITIONS)
def test_an_upload_takes_no_step_that_the_table_lacks(receive: Any, state: str) -> None:
    row = receive()
    for other in set(UPLOAD_TRANSITIONS) - UPLOAD_TRANSITIONS[state]:
        row.status = state
        with pytest.raises(TransitionNotAllowed):
            uploads._move(row, UploadStatus(other))


# --- The scanner --------------------------------------------------------------------------


def finds_eicar(data: bytes) -> Verdict:
    """A scanner that knows one virus."""
    return Verdict(EICAR not in data, "EICAR")


def is_away(data: bytes) -> Verdict:
    """A scanner that does not answer."""
    raise ScannerUnavailable


def test_what_the_scanner_finds_is_refused_and_deleted(
    receive: Any, check: Any, settings: LazySettings
) -> None:
    settings.EVIDENCE_SCANNER = f"{__name__}.finds_eicar"

    row, sound = check(receive(PNG + EICAR)), check(receive())

    assert (row.status, sound.status) == (UploadStatus.REFUSED, UploadStatus.READY)
    assert "virus scanner" in row.problem
    assert not storages["default"].exists(row.original_key)


def test_a_scanner_that_is_away_lets_nothing_through(
    receive: Any, check: Any, settings: LazySettings
) -> None:
    settings.EVIDENCE_SCANNER = f"{__name__}.is_away"

    assert check(receive()).status == UploadStatus.RECEIVED
    assert not Evidence.objects.exists()


def test_without_a_scanner_nobody_looks() -> None:
    assert scanning.scanner() is None


# --- Room ---------------------------------------------------------------------------------


def test_room_counts_originals_and_copies(receive: Any, check: Any) -> None:
    before = quota.room().used
    row = check(receive())

    assert quota.room().used == before + len(PNG) + row.evidence.size_bytes


def test_a_refused_file_takes_no_room(receive: Any, check: Any) -> None:
    check(receive(images.SVG))

    assert quota.room().used == 0


def test_a_file_for_which_no_room_is_left_is_refused(receive: Any, settings: LazySettings) -> None:
    settings.EVIDENCE_TENANT_BYTES = len(PNG) - 1

    with pytest.raises(DomainError, match="MB for files"):
        receive()

    assert not EvidenceUpload.objects.exists()


def test_files_on_their_way_count_as_screenshots(
    receive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "PER_PROGRAM", 1)
    receive()

    with pytest.raises(DomainError, match="at most 1"):
        receive()


@pytest.mark.parametrize(
    ("name", "caption"),
    [
        ("checkout_page-2.png", "Checkout page 2"),
        ("Bildschirmfoto 2026.png", "Bildschirmfoto 2026"),
        (".png", "Png"),
        ("", "Picture"),
        ("\u202egnp.png", "Gnp"),
    ],
)
def test_a_caption_is_made_of_the_files_name(receive: Any, name: str, caption: str) -> None:
    upload = ContentFile(PNG)
    upload.name = name

    row = receive(PNG, name)

    assert row.caption == caption


def test_an_empty_file_is_refused_at_once(receive: Any) -> None:
    with pytest.raises(InvalidInput, match="empty"):
        receive(b"")


# --- The process that opens files ---------------------------------------------------------


def test_the_process_knows_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "s" * 50)
    told = "import os, json; print(json.dumps({'refused': ' '.join(sorted(os.environ))}))"
    with pytest.raises(InvalidInput) as answer:
        box.opened(b"x", program=(box.PROGRAM[0], "-c", told))

    assert "SECRET_KEY" not in answer.value.message
    assert "DATABASE_URL" not in answer.value.message


@pytest.mark.parametrize(
    "code",
    [
        "import time; time.sleep(30)",
        "import sys; sys.exit(3)",
        "import os; os.abort()",
        "print('no json')",
        "print('{}')",
        'print(\'{"public": {"body": 9, "content_type": "image/png", "extension": "svg"}}\')',
        "x = ' ' * 10**9 * 8",
    ],
)
def test_a_process_that_goes_wrong_is_a_sentence(code: str) -> None:
    limited = f"from consent.drawing.__main__ import limit; limit(); {code}"

    with pytest.raises(InvalidInput, match="too long or too much"):
        box.opened(b"x", program=(box.PROGRAM[0], "-c", limited), timeout=6)


def test_the_process_draws_what_we_would_draw() -> None:
    drawn = box.opened(PNG)

    assert drawn.fitted is drawn.public
    assert Image.open(io.BytesIO(drawn.public.body)).size == (64, 48)
