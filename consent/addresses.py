"""The public addresses of a program's hosted pages and pictures."""

from django.conf import settings
from django.urls import reverse

from consent.models import Evidence, Program, ProgramVersion


def terms_url(program: Program) -> str:
    """Return where the terms are read, today and after every later publication."""
    return settings.PUBLIC_URL + reverse("consent:terms", kwargs=_names(program))


def privacy_url(program: Program) -> str:
    """Return where the privacy policy is read."""
    return settings.PUBLIC_URL + reverse("consent:privacy", kwargs=_names(program))


def join_url(program: Program) -> str:
    """Return where people opt in."""
    return settings.PUBLIC_URL + reverse("messaging:join", kwargs=_names(program))


def terms_version_url(version: ProgramVersion) -> str:
    """Return where the terms of one version stay readable."""
    return settings.PUBLIC_URL + reverse(
        "consent:terms_version", kwargs={**_names(version.program), "number": version.number}
    )


def evidence_url(evidence: Evidence) -> str:
    """Return the address that reviewers are given: public, unguessable, lasting."""
    kwargs = {"token": evidence.token, "extension": evidence.extension}
    return settings.PUBLIC_URL + reverse("consent:evidence", kwargs=kwargs)


def _names(program: Program) -> dict[str, str]:
    return {"tenant_slug": program.tenant.slug, "program_slug": program.slug}
