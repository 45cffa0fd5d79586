"""What the staff's page of a business says of programs, consent, registrations, numbers and texts.

Django admin finds this module by its name; the page itself belongs to the tenants app.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.models import Consent, ConsentEvent, Program, Standing
from messaging.models import Message
from messaging.states import MessageStatus
from registrations.models import Originator, Registration
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants.models import Tenant
from tenants.staff.staff_page import Figure, contributes_figures, rows_of

DAYS = timedelta(days=30)


@contributes_figures
def of_consent(tenant: Tenant) -> Sequence[Figure]:
    """Programs, and who agreed and stopped."""
    stopped = ConsentEvent.objects.filter(
        kind=ConsentEvent.Kind.OPT_OUT, at__gte=timezone.now() - DAYS
    )
    return [
        Figure(
            _("Programs"),
            Program.objects.count(),
            "consent.view_program",
            rows_of(tenant, "consent.program"),
        ),
        Figure(
            _("Opted in"),
            Consent.objects.filter(standing=Standing.OPTED_IN).count(),
            "consent.view_consent",
            rows_of(tenant, "consent.consent", standing__exact=Standing.OPTED_IN),
        ),
        Figure(
            _("Opt-outs in 30 days"),
            stopped.count(),
            "consent.view_consentevent",
            rows_of(tenant, "consent.consentevent", kind__exact=ConsentEvent.Kind.OPT_OUT),
        ),
    ]


@contributes_figures
def of_registrations(tenant: Tenant) -> Sequence[Figure]:
    """Registrations by state, and numbers that are live."""
    by_state = Registration.objects.order_by().values_list("status").annotate(n=Count("pk"))
    labels = dict(RegistrationStatus.choices)
    states = ", ".join(f"{count} {str(labels[status]).lower()}" for status, count in by_state)
    return [
        Figure(
            _("Registrations"),
            Registration.objects.count(),
            "registrations.view_registration",
            rows_of(tenant, "registrations.registration", state="all"),
            note=states,
        ),
        Figure(
            _("Numbers that are live"),
            Originator.objects.filter(status=OriginatorStatus.ACTIVE).count(),
            "registrations.view_originator",
            rows_of(tenant, "registrations.originator"),
        ),
    ]


@contributes_figures
def of_messages(tenant: Tenant) -> Sequence[Figure]:
    """Texts of late, and those of which nobody knows whether they arrived."""
    lately = Message.objects.filter(created_at__gte=timezone.now() - DAYS)
    unknown = lately.filter(status=MessageStatus.OUTCOME_UNKNOWN).count()
    return [
        Figure(
            _("Texts in 30 days"),
            lately.count(),
            "messaging.view_message",
            rows_of(tenant, "messaging.message"),
        ),
        Figure(
            _("Outcome unknown"),
            unknown,
            "messaging.view_message",
            rows_of(tenant, "messaging.message", status__exact=MessageStatus.OUTCOME_UNKNOWN),
            is_alarming=unknown > 0,
        ),
    ]
