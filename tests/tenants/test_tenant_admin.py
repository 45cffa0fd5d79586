"""Staff's pages about one business, about invitations, and about files of them."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tenants.events import Actor
from tenants.models import (
    Invitation,
    InvitationImport,
    Tenant,
    TenantEvent,
    TenantExport,
    TenantStatus,
    User,
)
from tenants.people import import_tasks, invitation_imports
from tenants.scoping import tenant_scope
from tenants.states import ImportStatus
from tests.builders import make_brand, make_message, make_originator, make_program, opt_in

UPLOAD = reverse("admin:tenants_invitationimport_add")
INVITE = reverse("admin:tenants_invitation_add")
HEAD = "email,business_name\n"


def page_of(client: Client, tenant: Tenant) -> str:
    """The page with everything on a business."""
    return client.get(reverse("admin:tenants_tenant_change", args=[tenant.pk])).content.decode()


@pytest.fixture
def upload(as_dana: Client, monkeypatch, django_capture_on_commit_callbacks):
    """Upload a file and let a worker do whatever it is nudged to do."""
    monkeypatch.setattr(import_tasks.work_on_import, "delay", import_tasks.work_on_import)

    def send(text: str) -> InvitationImport:
        with django_capture_on_commit_callbacks(execute=True):
            as_dana.post(UPLOAD, {"file": SimpleUploadedFile("list.csv", text.encode())})
        return InvitationImport.objects.latest("created_at")

    return send


def import_page(client: Client, load: InvitationImport, query: str = "") -> str:
    """The page of one import."""
    address = reverse("admin:tenants_invitationimport_change", args=[load.pk])
    return client.get(address + query).content.decode()


def test_every_app_adds_its_figures(as_dana: Client, tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        brand, program = make_brand(), make_program()
        originator = make_originator(program, brand)
        opt_in(program)
        make_message(program, originator, status="outcome_unknown")

    page = page_of(as_dana, tenant)

    for label in (
        *(
            "Programs",
            "Opted in",
            "Numbers that are live",
            "Registrations",
            "Members without a second step",
        ),
        *("Texts in 30 days", "Opt-outs in 30 days", "Outcome unknown"),
    ):
        assert label in page


def test_events_are_told_in_words_and_not_without_end(as_dana: Client, tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        for _each in range(60):
            TenantEvent.record(
                TenantEvent.Kind.MEMBER_INVITED,
                actor=Actor.system("test"),
                data={"email": "eve@x.example"},
            )

    page = page_of(as_dana, tenant)

    assert page.count("Person invited") == 50
    assert "member.invited" not in page
    assert "eve@x.example" in page


@pytest.mark.parametrize(
    ("status", "shown", "hidden"),
    [
        ("active", ["suspend", "close", "visit", "export"], ["reactivate", "reopen"]),
        ("suspended", ["reactivate", "close", "visit"], ["suspend", "reopen"]),
        ("closed", ["reopen", "visit"], ["suspend", "reactivate", "close"]),
        ("erased", [], ["suspend", "reactivate", "close", "reopen", "visit", "export"]),
    ],
)
def test_only_the_steps_that_lead_on_are_offered(
    as_dana: Client, tenant: Tenant, status: str, shown: list[str], hidden: list[str]
) -> None:
    Tenant.objects.update(status=status)
    page = page_of(as_dana, tenant)
    assert all(f"/{step}/" in page for step in shown)
    assert not any(f"/{step}/" in page for step in hidden)


def test_staff_close_and_reopen_with_a_reason(as_dana: Client, tenant: Tenant) -> None:
    as_dana.post(reverse("admin:tenants_tenant_close", args=[tenant.pk]), {"reason": "Unpaid"})
    tenant.refresh_from_db()
    assert tenant.status == TenantStatus.CLOSED
    assert "Unpaid" in page_of(as_dana, tenant)
    as_dana.post(reverse("admin:tenants_tenant_reopen", args=[tenant.pk]), {"reason": "Paid"})
    tenant.refresh_from_db()
    assert tenant.is_active


def test_staff_export_a_business_with_a_reason_and_only_for_themselves(
    as_dana: Client, dana: User, tenant: Tenant, alice: User
) -> None:
    page = reverse("admin:tenants_tenant_export", args=[tenant.pk])
    as_dana.post(page, {"reason": "They asked for it by telephone."})

    with tenant_scope(tenant.pk):
        export = TenantExport.objects.get()
        event = TenantEvent.objects.first()
        assert (export.kind, export.asked_by) == ("everything", dana)
        assert (event.kind, event.data["reason"]) == (
            "export.asked",
            "They asked for it by telephone.",
        )
        key = default_storage.save("exports/x.zip", ContentFile(b"zip"))
        TenantExport.objects.update(
            status="done",
            file_key=key,
            file_name="x.zip",
            expires_at=timezone.now() + timedelta(hours=1),
        )
    file = reverse("admin:tenants_tenant_export_file", args=[tenant.pk, export.pk])
    assert file in page_of(as_dana, tenant)
    assert as_dana.get(file).getvalue() == b"zip"
    with tenant_scope(tenant.pk):
        TenantExport.objects.update(asked_by=alice)
    assert as_dana.get(file).status_code == 302


def test_a_file_is_uploaded_checked_confirmed_and_loaded(
    as_dana: Client, upload, django_capture_on_commit_callbacks
) -> None:
    load = upload(HEAD + "mara@maple.example,Maple\nbroken,Oak\n")
    page = import_page(as_dana, load)
    assert "Nobody is invited yet" in page
    assert "Invite 1 business" in page
    assert "Row 3" in page

    confirm = reverse("admin:tenants_invitationimport_confirm", args=[load.pk])
    with django_capture_on_commit_callbacks(execute=True):
        as_dana.post(confirm)

    load.refresh_from_db()
    assert load.status == ImportStatus.DONE
    assert Invitation.objects.get().email == "mara@maple.example"


def test_a_file_that_cannot_be_read_is_refused_on_the_page(as_dana: Client) -> None:
    answer = as_dana.post(UPLOAD, {"file": SimpleUploadedFile("list.csv", b"colour\nred\n")})

    assert "“colour”" in answer.content.decode()
    assert not InvitationImport.objects.exists()


def test_errors_come_back_as_a_file_without_formulas(as_dana: Client, upload) -> None:
    load = upload(HEAD + "=cmd|calc,=1+1\n")

    answer = as_dana.get(reverse("admin:tenants_invitationimport_errors", args=[load.pk]))

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["row", "email", "business_name", "outcome", "reason"]
    assert rows[1][:3] == ["2", "'=cmd|calc", "'=1+1"]
    assert rows[1][4].startswith("email: ")
    assert "attachment" in answer["Content-Disposition"]


def test_rows_are_filtered_by_outcome_and_paged(as_dana: Client, upload) -> None:
    load = upload(HEAD + "".join(f"m{n}@b{n}.example,B{n}\n" for n in range(60)) + "broken,X\n")

    assert "Page 1 of 2" in import_page(as_dana, load)
    invalid = import_page(as_dana, load, "?outcome=invalid")
    assert "broken" in invalid
    assert "m1@b1.example" not in invalid
    assert "Page 2 of 2" in import_page(as_dana, load, "?p=2")


def test_progress_is_shown_without_script_and_refreshed_with_it(
    as_dana: Client, dana: User
) -> None:
    load = invitation_imports.start(
        (HEAD + "a@b.example,B\n").encode(), file_name="list.csv", created_by=dana
    )

    page = import_page(as_dana, load)

    assert 'data-refresh="2"' in page
    assert "Look again" in page
    assert '<progress class="import-bar" value="0" max="1"' in page


def test_a_file_is_given_up(as_dana: Client, upload) -> None:
    load = upload(HEAD + "a@b.example,B\n")
    as_dana.post(reverse("admin:tenants_invitationimport_cancel", args=[load.pk]))
    load.refresh_from_db()
    assert load.status == ImportStatus.CANCELLED


def test_a_refused_decision_is_said_and_changes_nothing(as_dana: Client, upload) -> None:
    load = upload(HEAD + "broken,B\n")
    confirm = reverse("admin:tenants_invitationimport_confirm", args=[load.pk])
    assert "No row of this file" in as_dana.post(confirm, follow=True).content.decode()
    assert as_dana.get(confirm).status_code == 403


def test_the_template_is_downloaded(as_dana: Client) -> None:
    answer = as_dana.get(reverse("admin:tenants_invitationimport_template"))
    assert answer.content.decode("utf-8-sig").startswith("email,business_name,legal_name")


def test_one_business_is_invited_by_hand(as_dana: Client, dana: User) -> None:
    form = {"email": "Mara@Maple.example", "business_name": "Maple", "website": "maple.com"}

    as_dana.post(INVITE, form)

    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.invited_by) == ("mara@maple.example", dana)
    assert invitation.details == {"website": "https://maple.com"}


def test_an_error_is_said_at_its_field(as_dana: Client) -> None:
    form = {"email": "mara@maple.example", "business_name": "Maple", "tax_id": "1"}

    page = as_dana.post(INVITE, form).content.decode()

    assert 'id="id_tax_id_error"' in page
    assert not Invitation.objects.exists()


def test_a_business_is_not_invited_twice(as_dana: Client) -> None:
    form = {"email": "mara@maple.example", "business_name": "Maple"}
    as_dana.post(INVITE, form)
    assert "waiting for an answer already" in as_dana.post(INVITE, form).content.decode()
    assert Invitation.objects.count() == 1


def test_invitations_are_withdrawn_and_sent_again_from_the_list(as_dana: Client) -> None:
    as_dana.post(INVITE, {"email": "mara@maple.example", "business_name": "Maple"})
    chosen = {"_selected_action": [str(Invitation.objects.get().pk)]}
    address = reverse("admin:tenants_invitation_changelist")

    page = as_dana.post(address, {"action": "send_again", **chosen}, follow=True)
    assert "sent a moment ago" in page.content.decode()
    as_dana.post(address, {"action": "withdraw", **chosen})
    assert Invitation.objects.get().status == "revoked"


@pytest.mark.parametrize("query", ["", "?state=expired", "?state=pending", "?kind=found", "?q=m"])
def test_the_list_of_invitations_opens_by_every_filter(as_dana: Client, query: str) -> None:
    as_dana.post(INVITE, {"email": "mara@maple.example", "business_name": "Maple"})
    answer = as_dana.get(reverse("admin:tenants_invitation_changelist") + query)
    assert answer.status_code == 200
