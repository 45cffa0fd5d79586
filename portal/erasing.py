"""Erases the personal data of a business that was closed, once its days of grace are over.

Removed: the places of members, invitations, API keys, the custom domain, drafts, looks at the
website, exports; contact and tax data of the company; answers about people and tax ids in
registrations; bodies, numbers and references of texts, sent and received; stored notifications;
screenshots that were filed with no registration, pictures of looks at live pages, and uploads
that nobody has checked yet; and in every history row who acted, from which address, and all that
the row said. Members who belong to no other business and are not staff lose their account: an
inactive one without name or address remains, since rows point to it.

Kept: that each thing happened, and when; opt-ins and opt-outs with number, wording and proof,
which the law asks for over years; who has stopped, so that nobody is texted again; published
wordings, because that proof points to them; registrations as filed but for the above; the name
of the business, which all of this is about.

Steps may be repeated, so an erasure that was cut short goes on with the next run. History is
append-only for everybody else: the database lets it be blanked while this erasure is open.
"""

import logging
import uuid
from datetime import datetime

from consent.erasing import STEPS as CONSENT
from messaging.erasing import STEPS as MESSAGING
from registrations.erasing import STEPS as REGISTRATIONS
from tenants import erasing
from tenants.erasing import STEPS as TENANTS
from tenants.erasing import Step

logger = logging.getLogger(__name__)

STEPS: tuple[Step, ...] = (*MESSAGING, *REGISTRATIONS, *CONSENT, *TENANTS)


def erase(tenant_id: uuid.UUID, *, now: datetime) -> bool:
    """Erase a tenant that is due, or go on with it; False when it is not due."""
    if not erasing.begin(tenant_id, now=now):
        return False
    for step in STEPS:
        step(tenant_id)
        logger.info("tenant %s: %s.%s is done", tenant_id, step.__module__, step.__name__)
    erasing.end(tenant_id, steps=len(STEPS))
    return True
