"""The carrier's answers in our words: what is new there is kept, never a crash."""

import pytest

from registrations.carrier import STATUS_MAX
from registrations.carrier.filing import _state, _version
from registrations.models import Originator, Registration, RegistrationVersion

NEW = "A_STATUS_THAT_NOBODY_HAS_THOUGHT_OF_WHEN_THIS_WAS_WRITTEN"


@pytest.mark.parametrize("model", [Registration, RegistrationVersion, Originator])
def test_a_status_of_any_length_fits_its_column(model: type) -> None:
    assert model._meta.get_field("carrier_status").max_length == STATUS_MAX  # type: ignore[attr-defined]


def test_a_new_status_is_kept_as_far_as_it_fits() -> None:
    entry = {"RegistrationId": "registration-1", "CurrentVersionNumber": 1}
    registration = _state({**entry, "RegistrationStatus": NEW})
    version = _version({"VersionNumber": 1, "RegistrationVersionStatus": NEW})

    assert registration.status == version.status == NEW[:STATUS_MAX]
