"""An approval that quotes old words is asked to be updated, once, and only after a real change."""

import uuid

import pytest

from consent.models import ProgramVersion
from consent.states import ChangeKind, VersionStatus
from registrations import rewording
from registrations.models import Deadline
from registrations.states import RegistrationStatus
from tenants.models import Tenant
from tests.builders import make_brand, make_program, make_registration


@pytest.mark.parametrize(("kind", "count"), [(ChangeKind.MATERIAL, 1), (ChangeKind.COSMETIC, 0)])
def test_only_a_material_change_asks_for_an_update_and_once(
    in_tenant: Tenant, kind: str, count: int
) -> None:
    program = make_program()
    make_registration(make_brand(), program, status=RegistrationStatus.APPROVED)
    newer = program.published
    assert newer is not None
    ProgramVersion.objects.update(status=VersionStatus.SUPERSEDED)
    newer.pk, newer.number, newer.change_kind = uuid.uuid4(), 2, kind
    newer.save(force_insert=True)

    rewording.ask_for_updates()
    rewording.ask_for_updates()

    assert Deadline.objects.filter(kind=Deadline.Kind.UPDATE).count() == count
