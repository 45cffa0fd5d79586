"""Finds approved registrations that quote words their program has materially changed since."""

from uuid import UUID

from celery import shared_task
from django.db import models, transaction

from consent.models import ProgramVersion
from consent.states import ChangeKind
from registrations import following
from registrations.models import Registration, RegistrationVersion
from registrations.states import RegistrationStatus
from tenants.models import TenantStatus
from tenants.scoping import all_tenants_scope, tenant_scope

AT_MOST = 500


@shared_task(name="registrations.tasks.ask_for_updates")
def ask_for_updates() -> None:
    """Ask for an update wherever one is needed and not asked for yet; safe to run twice."""
    for tenant_id, registration_id in outdated():
        with tenant_scope(tenant_id), transaction.atomic():
            locked = Registration.objects.select_for_update(skip_locked=True, of=("self",))
            found = locked.select_related("program", "brand").filter(pk=registration_id).first()
            if found is not None and found.status == RegistrationStatus.APPROVED:
                following.wording_changed(found)


def outdated() -> list[tuple[UUID, UUID]]:
    """Return (tenant, registration) of those approved before a material change.

    Each is asked for once a publication: whoever met that deadline is not asked again for it.
    """
    approved = RegistrationVersion.objects.filter(
        registration=models.OuterRef("pk"), number=models.OuterRef("approved_round")
    ).values("program_version__number")[:1]
    newer = ProgramVersion.objects.filter(
        program=models.OuterRef("program"),
        change_kind=ChangeKind.MATERIAL,
        published_at__isnull=False,
        number__gt=models.OuterRef("quoted"),
    )
    with all_tenants_scope("sweep approvals of old words"):
        rows = Registration.objects.in_force().filter(
            status=RegistrationStatus.APPROVED,
            program__isnull=False,
            tenant__status=TenantStatus.ACTIVE,
        )
        waiting = models.Q(deadlines__kind="update", deadlines__met_at=None)
        rows = rows.annotate(quoted=models.Subquery(approved)).exclude(waiting)
        found = rows.filter(models.Exists(newer)).order_by("changed_at")
        return list(found.values_list("tenant_id", "pk")[:AT_MOST])
