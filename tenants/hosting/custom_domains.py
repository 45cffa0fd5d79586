"""Verbs about a tenant's own host for its hosted pages: add it, check its DNS, remove it.

Proof is a TXT record with a token that only this tenant was given. A host counts as lost when its
proof is missing at two checks a day apart: a zone that is being moved gets a day of grace, and a
domain that changes hands stops showing this tenant's pages soon. Pages on the portal's own host
stay up whatever happens.
"""

import re
import uuid
from datetime import datetime, timedelta

import idna
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from publicsuffixlist import PublicSuffixList

from tenants import domains
from tenants.errors import DomainError, InvalidInput, TransitionNotAllowed
from tenants.events import Actor
from tenants.hosting import hosts
from tenants.models import CustomDomain, Tenant, TenantEvent
from tenants.outbound.dns_lookups import PROOF_PREFIX, PROOF_WORD, Look
from tenants.scoping import tenant_scope
from tenants.states import DOMAIN_TRANSITIONS, DomainStatus

# Somewhat under a day, so that daily sweeps that run a little early still count.
GRACE = timedelta(hours=20)
# The name of the proof must fit into a DNS name of 253.
_MAX_HOST = 253 - len(PROOF_PREFIX)


def normalised(written: str) -> str:
    """Return a host as DNS knows it: small letters, IDNA, no port. Raises InvalidInput."""
    host = re.sub(r"^[a-z]+://", "", written.strip().lower())
    host = re.split(r"[/?#:]", host, maxsplit=1)[0].strip(".")
    try:
        host = idna.encode(host, uts46=True).decode()
    except idna.IDNAError as error:
        raise _unusable(_("This is not a domain. Write it like texts.example.com.")) from error
    if not domains.is_public_host(host) or len(host) > _MAX_HOST:
        raise _unusable(_("Write a domain that is reachable from the internet, not an address."))
    # Read at each claim rather than kept: claims are rare, and the list is long.
    if PublicSuffixList().privatesuffix(host) is None:
        raise _unusable(_("Nobody owns %(host)s alone. Add your name before it.") % {"host": host})
    if hosts.is_ours(host):
        raise _unusable(_("This is the portal's own domain. Use one that your business owns."))
    return host


@transaction.atomic
def add(written: str, *, tenant: Tenant, actor: Actor) -> CustomDomain:
    """Claim a host for the tenant; nothing is shown there before its DNS proves the claim."""
    host = normalised(written)
    # One at a time for a tenant, so that a double click is told in words.
    Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)
    if CustomDomain.objects.filter(tenant=tenant).exists():
        raise DomainError(
            _("A business has one domain here. Remove the other one first."), code="domain_exists"
        )
    _refuse_taken(host)
    domain = CustomDomain.objects.create(tenant=tenant, host=host)
    _record(domain, TenantEvent.Kind.DOMAIN_ADDED, actor)
    return domain


def check(domain_id: uuid.UUID, *, seen: Look, actor: Actor, now: datetime) -> CustomDomain:
    """Take in what a look at the DNS found, and return the domain as it then stands."""
    try:
        with transaction.atomic():
            domain = CustomDomain.objects.select_for_update().get(pk=domain_id)
            proven = f"{PROOF_WORD}{domain.token}" in seen.proofs
            if domain.status == DomainStatus.VERIFIED:
                return _check_verified(domain, seen, proven, actor, now)
            return _check_unverified(domain, seen, proven, actor, now)
    except IntegrityError as error:
        raise _taken() from error


@transaction.atomic
def remove(*, tenant: Tenant, actor: Actor) -> None:
    """Give the host up at once; the pages stay on the portal's own host."""
    domain = CustomDomain.objects.select_for_update().filter(tenant=tenant).first()
    if domain is None:
        return
    _record(domain, TenantEvent.Kind.DOMAIN_REMOVED, actor)
    host = domain.host
    domain.delete()
    transaction.on_commit(lambda: hosts.forget(host))


def _check_unverified(
    domain: CustomDomain, seen: Look, proven: bool, actor: Actor, now: datetime
) -> CustomDomain:
    """Verify once the proof is there and the host leads to us: its links must not be dead."""
    if proven and seen.reaches_us:
        _refuse_taken(domain.host)
        return _move(domain, to=DomainStatus.VERIFIED, actor=actor, now=now)
    domain.checked_at, domain.problem = now, _problem(domain, seen, proven)
    domain.save(update_fields=["checked_at", "problem"])
    return domain


def _check_verified(
    domain: CustomDomain, seen: Look, proven: bool, actor: Actor, now: datetime
) -> CustomDomain:
    """Keep the host while its proof stands; the time of the first miss is kept until the second."""
    missing_since = domain.checked_at if domain.problem else None
    if seen.answered and not proven and missing_since:
        if now - missing_since >= GRACE:
            return _move(domain, to=DomainStatus.LOST, actor=actor, now=now)
        return domain
    if not seen.answered and missing_since:
        return domain
    domain.checked_at = now
    domain.problem = _problem(domain, seen, proven) if seen.answered and not proven else ""
    domain.save(update_fields=["checked_at", "problem"])
    return domain


def _move(domain: CustomDomain, *, to: DomainStatus, actor: Actor, now: datetime) -> CustomDomain:
    """Change the status of a locked domain and write its event."""
    if to not in DOMAIN_TRANSITIONS[domain.status]:
        raise TransitionNotAllowed(_("The domain cannot become that from what it is."))
    domain.status, domain.checked_at = to, now
    if to == DomainStatus.VERIFIED:
        domain.verified_at, domain.problem = now, ""
    domain.save(update_fields=["status", "checked_at", "verified_at", "problem"])
    is_verified = to == DomainStatus.VERIFIED
    kind = TenantEvent.Kind.DOMAIN_VERIFIED if is_verified else TenantEvent.Kind.DOMAIN_LOST
    _record(domain, kind, actor)
    transaction.on_commit(lambda: hosts.forget(domain.host))
    return domain


def _problem(domain: CustomDomain, seen: Look, proven: bool) -> str:
    """What stands in the way, with what was found instead, in one or two sentences."""
    if not seen.answered:
        return _("No name server answered for your domain. We try again.")
    found = []
    if not proven and seen.proofs:
        found.append(
            _("The TXT record holds something else: %(found)s.") % {"found": ", ".join(seen.proofs)}
        )
    elif not proven:
        found.append(_("There is no TXT record %(name)s yet.") % {"name": proof_name(domain)})
    if not seen.reaches_us and seen.leads_to:
        places = ", ".join(seen.leads_to)
        found.append(_("The domain leads to %(places)s instead of here.") % {"places": places})
    elif not seen.reaches_us:
        found.append(_("The domain leads nowhere yet."))
    return " ".join(found)[: CustomDomain._meta.get_field("problem").max_length]


def proof_name(domain: CustomDomain) -> str:
    """Return the name of the TXT record that proves the claim."""
    return f"{PROOF_PREFIX}{domain.host}"


def proof_value(domain: CustomDomain) -> str:
    """Return what that record must hold."""
    return f"{PROOF_WORD}{domain.token}"


def _record(domain: CustomDomain, kind: TenantEvent.Kind, actor: Actor) -> None:
    with tenant_scope(domain.tenant_id):
        TenantEvent.record(kind, actor=actor, data={"host": domain.host})


def _refuse_taken(host: str) -> None:
    """Only a proven claim keeps others out, or whoever is first could squat on any host."""
    if CustomDomain.objects.filter(host=host, status=DomainStatus.VERIFIED).exists():
        raise _taken()


def _taken() -> DomainError:
    return DomainError(
        _("Another business here has proven that this domain is theirs. Write to us if it is not."),
        code="domain_taken",
    )


def _unusable(sentence: str) -> InvalidInput:
    return InvalidInput(sentence, code="domain_invalid", fields={"host": sentence})
