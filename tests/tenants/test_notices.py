"""Notices: everybody concerned is told once, in their list and by mail, as far as they want it."""

from typing import Any

from django.core import mail
from django.test import Client
from django.utils import timezone

from tenants import notices
from tenants.models import Membership, Notice, Tenant, User
from tenants.notices import Told, notice_mails, reading, sending
from tenants.permissions import Action
from tenants.scoping import tenant_scope


def told(once: str = "1", **given: Any) -> Told:
    """Something to know."""
    given.setdefault("title", "Approved: Maple Dental Reminders")
    return Told(kind="test", text="Nothing to do.", path="/registrations/", once=once, **given)


def mails() -> int:
    """Send what is due."""
    return notice_mails.send_due(now=timezone.now())


def test_those_who_may_act_are_told_once(in_tenant: Tenant, alice: User, bob: User) -> None:
    assert notices.send(told(), to=Action.SUBMIT) == 1
    assert notices.send(told(), to=Action.SUBMIT) == 0
    assert Notice.objects.get().user == alice


def test_one_mail_carries_all_news_of_one_person(tenant: Tenant, alice: User) -> None:
    with tenant_scope(tenant.pk):
        notices.send(told("1"), to=Action.SUBMIT)
        notices.send(told("2", title="A number is live"), to=Action.SUBMIT)

    assert (mails(), mails()) == (1, 0)

    sent = mail.outbox[0]
    assert sent.to == [alice.email]
    assert "Approved: Maple Dental Reminders" in sent.body
    assert "A number is live" in sent.body


def test_soft_mails_can_be_switched_off_and_hard_ones_cannot(tenant: Tenant, alice: User) -> None:
    with tenant_scope(tenant.pk):
        notices.send(told("before"), to=Action.SUBMIT)
        reading.set_soft_mails(alice, wanted=False)
        notices.send(told("soft"), to=Action.SUBMIT)
        notices.send(told("hard", is_hard=True, title="Approval taken back"), to=Action.SUBMIT)

    assert mails() == 1
    assert mail.outbox[0].subject.startswith("Approval taken back")


def test_a_mail_server_that_is_away_is_tried_again_later(
    tenant: Tenant, alice: User, monkeypatch: Any
) -> None:
    with tenant_scope(tenant.pk):
        notices.send(told(), to=Action.SUBMIT)

    def away(*_: Any, **__: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr("tenants.mails.send", away)
        assert mails() == 0
    assert mails() == 0  # Its wait has begun.
    assert notice_mails.send_due(now=timezone.now() + notice_mails.LEASE) == 1


def test_a_business_that_closed_is_told_nothing_more(tenant: Tenant, alice: User) -> None:
    with tenant_scope(tenant.pk):
        notices.send(told("1"), to=Action.SUBMIT)
        Tenant.objects.filter(pk=tenant.pk).update(status="closed")
        assert notices.send(told("2"), to=Action.SUBMIT) == 0

    assert mails() == 0


def test_staff_get_one_mail_about_all_businesses(
    tenant: Tenant, other_tenant: Tenant, dana: User
) -> None:
    for each in (tenant, other_tenant):
        with tenant_scope(each.pk):
            sending.send_to_staff(told())

    assert mails() == 1
    assert tenant.name in mail.outbox[0].body
    assert other_tenant.name in mail.outbox[0].body


def test_the_list_shows_ones_own_news_and_opening_one_leads_on(
    tenant: Tenant, as_alice: Client, as_bob: Client
) -> None:
    with tenant_scope(tenant.pk):
        notices.send(told(), to=Action.SUBMIT)
        notice = Notice.objects.get()

    assert "1 is new." in as_alice.get("/notices/").content.decode()
    assert "Nothing new." in as_bob.get("/notices/").content.decode()
    assert as_bob.post(f"/notices/{notice.pk}/open/").status_code == 404
    assert as_alice.post(f"/notices/{notice.pk}/open/").headers["Location"] == "/registrations/"
    assert "Nothing new." in as_alice.get("/notices/").content.decode()


def test_all_can_be_marked_as_read_and_mails_switched_off(tenant: Tenant, as_alice: Client) -> None:
    with tenant_scope(tenant.pk):
        notices.send(told(), to=Action.SUBMIT)

    as_alice.post("/notices/read/")
    as_alice.post("/notices/mails/", {})

    with tenant_scope(tenant.pk):
        alice = Notice.objects.get().user
        assert reading.unread(alice) == 0
        assert not reading.wants_soft_mails(alice.pk)


def test_who_has_left_the_business_gets_no_mail_about_it(
    tenant: Tenant, alice: User, bob: User
) -> None:
    with tenant_scope(tenant.pk):
        assert notices.send(told(), to=Action.VIEW) == 2
        Membership.objects.filter(user=bob).delete()

    assert mails() == 1
    assert mail.outbox[0].to == [alice.email]
