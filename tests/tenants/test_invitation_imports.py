"""Files of invitations: checked without sending, confirmed by a person, loaded once, resumed."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from tenants.errors import DomainError, TransitionNotAllowed
from tenants.events import Actor
from tenants.models import Invitation, InvitationImport, Role, User
from tenants.people import import_tasks, invitation_batches, invitation_imports, invitations
from tenants.people.invitation_csv import UnreadableFile
from tenants.states import ImportStatus, RowOutcome

S = ImportStatus


def csv_of(count: int, *more: str) -> bytes:
    """A file of businesses that can be invited, and further lines as they are."""
    lines = [f"owner{n}@b{n}.example,Business {n}" for n in range(count)]
    return "\n".join(["email,business_name", *lines, *more]).encode()


@pytest.fixture
def checked(dana: User, django_capture_on_commit_callbacks):
    """Make an import whose rows are judged."""

    def make(data: bytes) -> InvitationImport:
        load = invitation_imports.start(data, file_name="list.csv", created_by=dana)
        with django_capture_on_commit_callbacks(execute=True):
            invitation_imports.work(load.pk)
        load.refresh_from_db()
        return load

    return make


def loaded(load: InvitationImport) -> InvitationImport:
    """Confirm an import and let a worker finish it."""
    invitation_imports.confirm(load.pk)
    assert invitation_imports.work(load.pk) is False
    load.refresh_from_db()
    return load


def test_checking_judges_every_row_and_invites_nobody(checked) -> None:
    load = checked(csv_of(1201, "broken,X", "owner3@b3.example,Again"))

    assert (load.status, load.rows_read, load.rows_total) == (S.CHECKED, 1203, 1203)
    assert invitation_imports.counts(load) == {
        "valid": 1201, "invalid": 2, "invited": 0, "skipped": 0,
    }  # fmt: skip
    assert not Invitation.objects.exists()


def test_the_file_is_deleted_once_its_rows_are_read(checked) -> None:
    load = checked(csv_of(2))

    assert load.file_key == ""
    assert not default_storage.exists(f"imports/{load.pk}.csv")


def test_loading_invites_each_business_with_its_details(checked, dana: User) -> None:
    load = loaded(checked(b"email,business_name,country\nmara@maple.example,Maple,us\n"))

    invitation = Invitation.objects.get()
    assert (load.status, invitation.email) == (S.DONE, "mara@maple.example")
    assert (invitation.role, invitation.business_name) == (Role.OWNER, "Maple")
    assert (invitation.invited_by, invitation.details) == (dana, {"country": "US"})
    assert invitation.row.outcome == RowOutcome.INVITED


def test_rows_with_errors_stay_out_and_keep_their_reason(checked) -> None:
    load = loaded(checked(csv_of(2, "broken,X")))

    [row] = invitation_imports.problem_rows(load)
    assert (row.number, row.outcome) == (4, RowOutcome.INVALID)
    assert "email:" in row.errors[0]
    assert Invitation.objects.count() == 2


def test_an_address_that_is_invited_already_is_skipped_by_the_check(checked, dana: User) -> None:
    invite(dana, "owner0@b0.example")

    load = checked(csv_of(2))

    assert load.rows.get(number=2).outcome == RowOutcome.SKIPPED
    assert invitation_imports.counts(load)["valid"] == 1


def test_an_address_that_was_invited_after_the_check_is_skipped_by_the_load(
    checked, dana: User
) -> None:
    load = checked(csv_of(2))
    invite(dana, "owner1@b1.example")

    loaded(load)

    row = load.rows.get(number=3)
    assert (row.outcome, len(row.errors)) == (RowOutcome.SKIPPED, 1)
    assert Invitation.objects.count() == 2


def test_an_address_whose_invitation_ran_out_is_invited_again(checked, dana: User) -> None:
    invite(dana, "owner0@b0.example")
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    loaded(checked(csv_of(1)))

    assert [each.status for each in Invitation.objects.order_by("created_at")] == [
        "revoked",
        "pending",
    ]


def test_the_same_file_loaded_twice_invites_nobody_twice(checked) -> None:
    loaded(checked(csv_of(3)))

    again = checked(csv_of(3))

    assert invitation_imports.counts(again)["skipped"] == 3
    with pytest.raises(DomainError, match="No row"):
        invitation_imports.confirm(again.pk)


def test_a_worker_that_dies_in_a_chunk_leaves_nothing_of_it(checked, monkeypatch) -> None:
    load = checked(csv_of(1200))
    invitation_imports.confirm(load.pk)
    real, calls = invitation_batches.invite_businesses, []

    def dying(*offers, **fields):
        calls.append(1)
        answers = real(*offers, **fields)
        if len(calls) == 2:
            raise MemoryError
        return answers

    monkeypatch.setattr(invitation_batches, "invite_businesses", dying)
    with pytest.raises(MemoryError):
        invitation_imports.work(load.pk)
    assert Invitation.objects.count() == invitation_imports.counts(load)["invited"] == 500

    monkeypatch.undo()
    InvitationImport.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert invitation_imports.unattended() == [load.pk]
    invitation_imports.work(load.pk)
    assert Invitation.objects.count() == invitation_imports.counts(load)["invited"] == 1200


def test_a_worker_that_dies_in_a_check_leaves_whole_chunks_to_go_on_from(
    dana: User, monkeypatch
) -> None:
    load = invitation_imports.start(csv_of(1200), file_name="list.csv", created_by=dana)
    real, calls = invitation_imports.judge, []

    def dying(row):
        calls.append(1)
        if len(calls) == 700:
            raise MemoryError
        return real(row)

    monkeypatch.setattr(invitation_imports, "judge", dying)
    with pytest.raises(MemoryError):
        invitation_imports.work(load.pk)
    load.refresh_from_db()
    assert (load.status, load.rows_read, load.rows.count()) == (S.CHECKING, 500, 500)

    monkeypatch.undo()
    InvitationImport.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    invitation_imports.work(load.pk)
    load.refresh_from_db()
    assert (load.status, load.rows.count()) == (S.CHECKED, 1200)


def test_an_import_that_has_a_worker_is_left_to_it(dana: User) -> None:
    load = invitation_imports.start(csv_of(2), file_name="list.csv", created_by=dana)
    InvitationImport.objects.update(lease_until=timezone.now() + timedelta(seconds=9))

    assert invitation_imports.work(load.pk) is False
    assert invitation_imports.unattended() == []
    assert not load.rows.exists()


def test_the_sweep_nudges_a_worker_for_what_was_left_behind(
    dana: User, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    load = invitation_imports.start(csv_of(2), file_name="list.csv", created_by=dana)
    asked: list[str] = []
    monkeypatch.setattr(import_tasks.work_on_import, "delay", asked.append)

    with django_capture_on_commit_callbacks(execute=True):
        import_tasks.resume_imports()

    assert asked == [str(load.pk)]


def test_work_that_takes_longer_than_a_shift_is_queued_again(
    dana: User, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    monkeypatch.setattr(invitation_imports, "SHIFT_SECONDS", 0)
    load = invitation_imports.start(csv_of(2), file_name="list.csv", created_by=dana)
    asked: list[str] = []
    monkeypatch.setattr(import_tasks.work_on_import, "delay", asked.append)

    with django_capture_on_commit_callbacks(execute=True):
        import_tasks.work_on_import(str(load.pk))

    assert asked == [str(load.pk)]
    assert invitation_imports.unattended() == [load.pk]


def test_a_file_that_is_gone_fails_the_import_with_a_sentence(dana: User) -> None:
    load = invitation_imports.start(csv_of(2), file_name="list.csv", created_by=dana)
    default_storage.delete(load.file_key)

    invitation_imports.work(load.pk)

    load.refresh_from_db()
    assert (load.status, load.problem) == (S.FAILED, "The file is gone. Upload it again.")


def test_a_file_that_cannot_be_read_is_refused_at_once(dana: User) -> None:
    with pytest.raises(UnreadableFile):
        invitation_imports.start(b"\xff", file_name="list.csv", created_by=dana)
    assert not InvitationImport.objects.exists()


def test_an_import_is_given_up_before_it_is_loaded_and_not_after(checked) -> None:
    assert invitation_imports.cancel(checked(csv_of(1)).pk).status == S.CANCELLED
    load = loaded(checked(csv_of(1)))
    with pytest.raises(TransitionNotAllowed):
        invitation_imports.cancel(load.pk)


def test_a_cancelled_import_is_not_checked_any_further(dana: User) -> None:
    load = invitation_imports.start(csv_of(2), file_name="list.csv", created_by=dana)
    invitation_imports.cancel(load.pk)

    invitation_imports.work(load.pk)

    assert not load.rows.exists()


def invite(by: User, email: str) -> None:
    """Invite one business by hand."""
    invitations.invite(
        email=email, role=Role.OWNER, tenant=None, business_name="B",
        actor=Actor.staff(by), invited_by=by,
    )  # fmt: skip
