"""Mails to the invited: sent once, by whichever worker, whatever happens to worker or server."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db.models import F
from django.utils import timezone

from tenants import access, tasks
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.isv import white_label
from tenants.models import Invitation, Role, User
from tenants.people import invitation_mails, invitations
from tests.builders import make_tenant, make_user
from tests.committed import in_threads
from tests.tenants.invited_people import GUEST, invite, mailed, token_in

FAULTY = "tests.tenants.test_invitation_mails.FaultyServer"


class FaultyServer(EmailBackend):
    """A mail server that counts connections, refuses some mailboxes, and can be away."""

    opened = 0
    refuses: frozenset[str] = frozenset()
    is_away = False

    def open(self) -> bool:
        """Count it, or fail."""
        if FaultyServer.is_away:
            raise ConnectionRefusedError
        if getattr(self, "_is_open", False):
            return False
        self._is_open = True
        FaultyServer.opened += 1
        return True

    def send_messages(self, messages: Any) -> int:
        """Refuse what it was told to refuse."""
        for message in messages:
            if FaultyServer.refuses & set(message.to):
                raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, b"no")})
        return int(super().send_messages(messages))


@pytest.fixture
def server(settings: Any, mailoutbox: list[Any]) -> type[FaultyServer]:
    """The mail server, in order."""
    settings.EMAIL_BACKEND = FAULTY
    FaultyServer.opened, FaultyServer.refuses, FaultyServer.is_away = 0, frozenset(), False
    return FaultyServer


def later(minutes: int) -> None:
    """Let that much time pass for every claim and wait."""
    claimed = Invitation.objects.exclude(mail_lease_until=None)
    claimed.update(mail_lease_until=F("mail_lease_until") - timedelta(minutes=minutes))


def test_the_mail_says_who_invites_to_what_and_carries_the_link(alice, tenant, mailoutbox) -> None:
    invite(tenant, alice, role=Role.EDITOR)
    token = mailed(mailoutbox)

    (sent,) = mailoutbox
    isv = white_label.current()
    assert (sent.to, sent.from_email, sent.reply_to) == ([GUEST], isv.sender, [isv.support_email])
    for words in ("Maple Dental", "Editor", alice.email, f"/invitations/{token}/"):
        assert words in sent.body
        assert words in sent.alternatives[0].content
    assert "<img" not in sent.alternatives[0].content


def test_a_founder_is_told_the_name_of_the_business(dana, mailoutbox) -> None:
    invite(None, dana, business_name="Maple &\nDental")
    mailed(mailoutbox)

    assert mailoutbox[0].subject == "Set up texting for Maple & Dental"
    assert "Maple &amp;\nDental" in mailoutbox[0].alternatives[0].content


def test_one_invitation_is_one_mail(alice, tenant, mailoutbox) -> None:
    invite(tenant, alice)
    tasks.mail_invitations()
    tasks.mail_invitations()

    assert len(mailoutbox) == 1
    row = Invitation.objects.get()
    assert (row.times_mailed, row.mail_error, row.mail_lease_until) == (1, "", None)


def test_after_a_killed_worker_a_new_link_is_mailed_and_the_old_one_is_dead(
    alice, tenant, mailoutbox
) -> None:
    invite(tenant, alice)
    erin = make_user(GUEST)
    (lost,) = invitation_mails.claim(now=timezone.now())

    tasks.mail_invitations()
    assert mailoutbox == []  # Still in the hands of the first.
    later(minutes=2)
    token = mailed(mailoutbox)

    assert token != lost.token
    assert invitations.open_by_token(lost.token) is None
    with pytest.raises(DomainError):
        invitations.accept(lost.token, user=erin)
    assert invitations.accept(token, user=erin).tenant == tenant


def test_a_worker_that_wakes_up_late_sends_nothing_and_marks_nothing(
    alice, tenant, mailoutbox
) -> None:
    invite(tenant, alice)
    late = invitation_mails.claim(now=timezone.now())
    later(minutes=2)
    (newer,) = invitation_mails.claim(now=timezone.now())

    assert invitation_mails.send(late, now=timezone.now()) == 0
    assert mailoutbox == []
    row = Invitation.objects.get()
    assert (row.digest, row.mailed_at) == (access.digest(newer.token), None)


def test_what_is_withdrawn_between_claim_and_sending_is_not_mailed(
    alice, tenant, mailoutbox
) -> None:
    invitation = invite(tenant, alice)
    claims = invitation_mails.claim(now=timezone.now())
    invitations.revoke(invitation.pk, tenant=tenant, actor=Actor.member(alice))

    assert invitation_mails.send(claims, now=timezone.now()) == 0
    assert mailoutbox == []


def test_a_refused_mailbox_waits_and_holds_up_no_other(alice, tenant, server) -> None:
    server.refuses = frozenset({GUEST})
    invite(tenant, alice)
    invite(tenant, alice, email="finn@maple.example")

    tasks.mail_invitations()

    assert [sent.to for sent in mail.outbox] == [["finn@maple.example"]]
    refused = Invitation.objects.get(email=GUEST)
    assert refused.mail_error == "SMTPRecipientsRefused"
    assert refused.mail_lease_until is not None
    assert refused.mail_lease_until > timezone.now()


def test_when_the_server_is_away_all_wait_and_go_out_later(alice, tenant, server) -> None:
    server.is_away = True
    for number in range(3):
        invite(tenant, alice, email=f"guest{number}@maple.example")

    tasks.mail_invitations()
    tasks.mail_invitations()
    assert mail.outbox == []
    assert set(Invitation.objects.values_list("mail_error", flat=True)) == {
        "ConnectionRefusedError"
    }

    server.is_away = False
    later(minutes=2)
    tasks.mail_invitations()
    assert len(mail.outbox) == 3


def test_the_wait_grows_with_how_long_it_has_gone_on(alice, tenant, server) -> None:
    server.is_away = True
    invite(tenant, alice)
    long_ago = timezone.now() + invitations.LIFE - timedelta(minutes=20)
    Invitation.objects.update(expires_at=long_ago)

    tasks.mail_invitations()

    wait = Invitation.objects.get().mail_lease_until - timezone.now()  # type: ignore[operator]
    assert timedelta(minutes=18) < wait < timedelta(minutes=22)


def test_a_person_who_presses_send_again_is_not_made_to_wait(alice, tenant, server) -> None:
    server.is_away = True
    invitation = invite(tenant, alice)
    tasks.mail_invitations()
    server.is_away = False

    invitations.resend(invitation.pk, tenant=tenant, actor=Actor.member(alice))
    tasks.mail_invitations()

    assert len(mail.outbox) == 1


def many(count: int, user: User) -> None:
    """As many invitations as an import makes."""
    now = timezone.now()
    Invitation.objects.bulk_create(
        Invitation(
            email=f"owner{number}@maple.example",
            role=Role.OWNER,
            business_name=f"Maple {number}",
            invited_by=user,
            expires_at=now + invitations.LIFE,
        )
        for number in range(count)
    )


def test_a_batch_goes_over_one_connection_and_the_next_is_nudged(
    dana, server, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    many(5, dana)
    nudged: list[Any] = []
    monkeypatch.setattr(invitation_mails, "BATCH", 2)
    monkeypatch.setattr(tasks, "nudge", nudged.append)

    tasks.mail_invitations()
    assert (len(mail.outbox), server.opened) == (2, 1)
    tasks.mail_invitations()
    tasks.mail_invitations()
    assert (len(mail.outbox), server.opened) == (5, 3)
    assert nudged == [tasks.mail_invitations] * 2


def test_a_team_does_not_wait_for_an_import(
    alice, tenant, dana, server, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(3, dana)
    invite(tenant, alice)
    monkeypatch.setattr(invitation_mails, "BATCH", 2)
    tasks.mail_invitations()

    assert mail.outbox[0].to == [GUEST]


def test_a_batch_that_runs_out_of_time_gives_the_rest_back(dana, server) -> None:
    many(2, dana)
    now = timezone.now()
    claims = invitation_mails.claim(now=now)

    assert invitation_mails.send(claims, now=now - timedelta(minutes=1, seconds=1)) == 0
    assert invitation_mails.due(now).count() == 2


def test_workers_at_once_mail_each_invitation_once(transactional_db, server) -> None:
    alice = make_user("alice@maple.example")
    tenant = make_tenant(owner=alice)
    for number in range(20):
        invite(tenant, alice, email=f"guest{number}@maple.example")

    in_threads(4, lambda _: tasks.mail_invitations())
    tasks.mail_invitations()

    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(
        Invitation.objects.values_list("email", flat=True)
    )
    assert len({token_in(sent) for sent in mail.outbox}) == 20
