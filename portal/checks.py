"""Refuses to start when a setting is unsafe, with a sentence that says what to change."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connection

from consent.evidence import scanning


@register(Tags.security)
def settings_are_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Look at what can be judged without a database."""
    if settings.EMBEDDED:
        return []
    problems = [
        (
            bool(settings.CARRIER_ENDPOINT_URL),
            "CARRIER_ENDPOINT_URL points away from the carrier.",
            "The simulator is for the embedded run. Unset CARRIER_ENDPOINT_URL.",
            "portal.E001",
        ),
        (
            len(settings.SECRET_KEY) < 50,
            "SECRET_KEY is missing or short.",
            "Set SECRET_KEY to at least 50 random characters.",
            "portal.E002",
        ),
        (
            not settings.FIELD_KEYS,
            "FIELD_KEYS is empty, so tax ids cannot be stored.",
            "Set FIELD_KEYS to one or more Fernet keys, newest first.",
            "portal.E003",
        ),
        (
            len(settings.API_KEY_PEPPER) < 32,
            "API_KEY_PEPPER is missing or short.",
            "Set API_KEY_PEPPER to at least 32 random characters.",
            "portal.E004",
        ),
        (
            not settings.PUBLIC_URL.startswith("https://"),
            "PUBLIC_URL is not https.",
            "Set PUBLIC_URL to the address at which reviewers reach the hosted pages.",
            "portal.E005",
        ),
        (
            bool(settings.EVIDENCE_BUCKET) != bool(settings.PUBLIC_BUCKET),
            "Only one of EVIDENCE_BUCKET and PUBLIC_BUCKET is set.",
            "Set both, or neither to keep files in DATA_DIR.",
            "portal.E006",
        ),
        (settings.DEBUG, "DEBUG is on.", "Unset DEBUG.", "portal.E007"),
        (
            not (settings.SNS_INBOUND_TOPIC_ARN and settings.SNS_EVENTS_TOPIC_ARN),
            "The carrier's topics are not set, so no STOP and no receipt would be taken.",
            "Set SNS_INBOUND_TOPIC_ARN and SNS_EVENTS_TOPIC_ARN.",
            "portal.E008",
        ),
    ]
    return [Error(what, hint=hint, id=id) for wrong, what, hint, id in problems if wrong]


@register(Tags.security)
def staff_use_a_second_step(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Staff see every business, so that a password alone must not let them in."""
    if settings.EMBEDDED or settings.STAFF_MFA:
        return []
    hint = "Unset STAFF_MFA. It may be off in the embedded run only."
    return [Error("STAFF_MFA is off.", hint=hint, id="portal.E013")]


@register(Tags.security)
def the_scanner_can_be_asked(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A scanner that is misspelt would leave every upload waiting, with nobody told."""
    hint = 'Set EVIDENCE_SCANNER to "package.module.name" of a function, or unset it.'
    try:
        ask = scanning.scanner()
    except ImportError as error:
        return [Error(f"EVIDENCE_SCANNER is not found: {error}", hint=hint, id="portal.E014")]
    if ask is not None and not callable(ask):
        return [Error("EVIDENCE_SCANNER cannot be called.", hint=hint, id="portal.E014")]
    return []


@register(Tags.database)
def database_role_is_fenced(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[Any]:
    """A superuser, or a role that inherits the staff role, ignores row security."""
    if not databases:
        return []
    query = """
        SELECT r.rolsuper OR r.rolbypassrls,
               pg_has_role(current_user, %s, 'USAGE'), pg_has_role(current_user, %s, 'MEMBER')
        FROM pg_roles r WHERE r.rolname = current_user
    """
    role = settings.STAFF_DATABASE_ROLE
    try:
        with connection.cursor() as cursor:
            cursor.execute(query, [role, role])
            bypasses, inherits, member = cursor.fetchone()
    except DatabaseError as error:
        hint = "Run portal/sql/roles.sql as a superuser and set DATABASE_URL to the role 'portal'."
        return [
            Error(f"The database roles could not be read: {error}", hint=hint, id="portal.E010")
        ]
    if bypasses or inherits:
        hint = "Set DATABASE_URL to the role that portal/sql/roles.sql makes."
        return [Error("The database role ignores row security.", hint=hint, id="portal.E011")]
    if not member:
        hint = "Run portal/sql/roles.sql as a superuser."
        return [Error("The staff database role cannot be reached.", hint=hint, id="portal.E012")]
    return []
