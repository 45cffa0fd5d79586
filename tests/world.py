"""Three businesses with a row in every table, and everybody who might knock at a door of theirs."""

import logging
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any
from unittest import mock

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, models, transaction
from django.test import Client, override_settings
from django.utils import timezone

from consent.models import (
    Consent,
    DriftTask,
    Evidence,
    EvidenceUpload,
    PageLook,
    ProgramEvent,
)
from consent.states import LookPage, LookReason
from messaging.models import CarrierCallback, IdempotentRequest, InboundMessage, MessageEvent
from registrations.models import (
    Acknowledgement,
    AnswerSource,
    Deadline,
    FieldValue,
    Forecast,
    ForecastScore,
    FormDefinition,
    FormRevision,
    LiveCheck,
    Originator,
    ProvisionStep,
    RegistrationEvent,
    RegistrationVersion,
)
from tenants import access
from tenants.events import Actor
from tenants.models import (
    ApiKey,
    ApiKeyKind,
    BrandDraft,
    CustomDomain,
    Invitation,
    InvitationImport,
    IsvIdentity,
    IsvSettings,
    Membership,
    Notice,
    NoticeSetting,
    Registrant,
    RegistrantDecision,
    Role,
    StaffVisit,
    Tenant,
    TenantEvent,
    TenantExport,
    TenantStatus,
    User,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookTry,
    WebsiteCheck,
)
from tenants.outbound.dns_lookups import Look
from tenants.scoping import all_tenants_scope, tenant_scope
from tenants.states import ExportStatus
from tests.builders import (
    make_brand,
    make_message,
    make_originator,
    make_program,
    make_tenant,
    make_user,
    opt_in,
)
from tests.consent.images import plain, saved

APPS = ("tenants", "consent", "registrations", "messaging")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
RANDOM_ID = uuid.UUID("00000000-0000-4000-8000-00000000dead")
# A word that stands in many of a business's rows and nowhere else.
WORDS = {"A": "maplecanary", "B": "birchcanary", "S": "sorrelcanary"}


def fill(tenant: Tenant, *, word: str = "plain", number: str = "") -> None:
    """Give a tenant at least one row in every scoped table; `word` stands in many of them."""
    actor = Actor.system("test")
    tail = uuid.uuid4().int % 9000 + 1000
    recipient = f"+1206555{tail}"
    with tenant_scope(tenant.pk):
        brand = make_brand(legal_name=f"{word} LLC", contact_email=f"{word}@brand.example")
        program = make_program(
            f"{word} Reminders", slug=f"{word}-reminders", preview_token=f"{word}-draft-link-{tail}"
        )
        originator = make_originator(program, brand, number=number or f"+1425555{tail}")
        message = make_message(program, originator, recipient=recipient, body=f"{word} says hello")
        version = originator.registration.current
        opt_in(program, recipient)
        key = storages["public"].save(f"{word}.png", ContentFile(saved(plain(), "PNG")))
        Evidence.objects.create(
            program=program, caption=f"{word} form", original_name="a.png",
            original_key=uuid.uuid4().hex, original_sha256="0" * 64, public_key=key,
            public_sha256="0" * 64, content_type="image/png", size_bytes=1, width=1, height=1,
            uploaded_by="alice",
        )  # fmt: skip
        EvidenceUpload.objects.create(
            program=program, caption=f"{word} form", original_name=f"{word}.png",
            original_key=uuid.uuid4().hex, uploaded_by=f"{word} alice",
        )  # fmt: skip
        look = PageLook.objects.create(
            program=program, page=LookPage.JOIN, url=f"https://{word}.example/join",
            reason=LookReason.ASKED, asked_by=f"{word} alice",
        )  # fmt: skip
        DriftTask.objects.create(program=program, look=look, remedy=f"{word} says STOP")
        FieldValue.objects.create(version=version, path="a.b", source=AnswerSource.TYPED)
        fill_filing(originator, version, word=word)
        fill_told(_somebody_of(tenant), word=word)
        InboundMessage.objects.create(
            originator=originator, carrier_id=uuid.uuid4().hex, sender=recipient,
            body=f"{word} asks", meaning="other", outcome="kept", received_at=timezone.now(),
        )  # fmt: skip
        IdempotentRequest.objects.create(
            key=f"{word}-key", route="POST /api/v1/messages", fingerprint="f", status_code=202,
            answer=f'{{"word": "{word}"}}',
        )  # fmt: skip
        BrandDraft.objects.create()
        WebsiteCheck.objects.create(url=f"https://{word}.example")
        TenantExport.objects.create(kind=TenantExport.Kind.HISTORY, asked_label=f"{word} alice")
        RegistrantDecision.objects.create(
            runs_opt_in="no", writes_messages="no", is_named="no",
            outcome=Registrant.END_BUSINESS, decided_by=f"{word} alice",
        )  # fmt: skip
        TenantEvent.record(TenantEvent.Kind.CREATED, actor=actor, data={"name": word})
        ProgramEvent.record(ProgramEvent.Kind.CREATED, actor=actor, program=program)
        RegistrationEvent.record(
            RegistrationEvent.Kind.CREATED, actor=actor, registration=originator.registration
        )
        MessageEvent.record(MessageEvent.Kind.ACCEPTED, actor=actor, message=message)


def fill_unscoped(tenant: Tenant, *, word: str, owner: User, staff: User) -> None:
    """Give a tenant a row in every table that is its own and yet outside the fence."""
    soon = timezone.now() + timedelta(days=7)
    Invitation.objects.create(
        tenant=tenant, email=f"{word}@invited.example", role=Role.VIEWER, expires_at=soon,
        digest=uuid.uuid4().hex, invited_by=owner,
    )  # fmt: skip
    CustomDomain.objects.create(tenant=tenant, host=f"texts.{word}.example")
    with tenant_scope(tenant.pk):
        TenantExport.objects.create(
            kind=TenantExport.Kind.EVERYTHING, status=ExportStatus.DONE, asked_by=owner,
            asked_label=owner.email, expires_at=soon, file_name="all.zip",
            file_key=storages["default"].save(f"{word}.zip", ContentFile(word.encode())),
        )  # fmt: skip
    StaffVisit.objects.create(
        tenant=tenant, staff=staff, reason=f"{word} asked", ends_at=soon, ended_at=timezone.now()
    )


@dataclass(frozen=True)
class Principal:
    """Somebody who asks: by cookie, by key, or without either."""

    name: str
    home: str = ""  # whose objects are this one's own: "A", "B", "S", or "" for nobody's
    role: str = ""  # the member's role there
    staff: str | None = None  # letters of the staff groups; "*" superuser; None: no staff
    session: str = ""
    secret: str = ""
    stale: bool = False  # signed in too long ago for what is sensitive
    visit: bool = False  # staff looking at the business's pages as a viewer would


@dataclass
class World:
    """The businesses and the principals, made once for a whole module."""

    tenants: dict[str, Tenant] = field(default_factory=dict)
    people: dict[str, Principal] = field(default_factory=dict)
    before: str = ""
    marks: frozenset[str] = frozenset()

    def call(self, who: Principal, method: str, url: str, **given: Any) -> Any:
        """Ask once, as this principal, from a browser that remembers nothing of the last call."""
        client = Client(raise_request_exception=False)
        headers = given.pop("headers", {})
        if who.session:
            client.cookies = SimpleCookie({"sessionid": who.session})
        if who.secret:
            headers = {"Authorization": f"Bearer {who.secret}", **headers}
        return getattr(client, method.lower())(url, headers=headers, **given)


@contextmanager
def undone() -> Iterator[None]:
    """Let whatever happens inside leave no trace in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def standing(blocker: Any) -> Iterator[World]:
    """A world for as long as a module of tests needs one; then it has never been."""
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    silent = mock.patch("tenants.hosting.domain_views.look", return_value=Look(answered=False))
    logging.disable(logging.CRITICAL)  # Thousands of refusals, each with its traceback.
    try:
        with blocker.unblock(), quick, silent, undone():
            yield build()
    finally:
        logging.disable(logging.NOTSET)


def build() -> World:
    """Make it all; the caller has opened a transaction and will undo it."""
    world = World()
    staff = make_user("root@staff.example", is_staff=True, is_superuser=True)
    for letter, word in WORDS.items():
        owner = make_user(f"owner@{word}.example")
        tenant = make_tenant(f"{word} Business", owner=owner)
        world.tenants[letter] = tenant
        fill(tenant, word=word)
        fill_unscoped(tenant, word=word, owner=owner, staff=staff)
        _add(world, "owner" if letter == "A" else f"owner_{letter}", owner, home=letter)
    suspended = world.tenants["S"]
    access.set_tenant_status(
        suspended.pk, status=TenantStatus.SUSPENDED, actor=Actor.staff(staff), reason="a test"
    )
    _add_members(world)
    _add_keys(world)
    _add_staff(world, staff)
    UserSession.objects.create(
        user=make_user("stranger@elsewhere.example"),
        ip="192.0.2.1",
        session_key="x",
        user_agent="x",
    )
    FormDefinition.objects.create(registration_type="TEST", fetched_at=timezone.now())
    FormRevision.objects.create(registration_type="TEST", number=1, read_at=timezone.now())
    InvitationImport.objects.create(file_name="a.csv", created_by=staff)
    IsvIdentity.objects.get_or_create(legal_names=["Portal Inc"])
    IsvSettings.objects.get_or_create(pk=1)
    CarrierCallback.objects.create(
        topic_arn="arn", sns_message_id="x", payload="{}", sent_at=timezone.now()
    )
    world.marks = frozenset(_marks(world.tenants["A"]))
    world.before = fingerprint(world.tenants["A"])
    return world


def _add(world: World, name: str, user: User | None, **facts: Any) -> None:
    secret = facts.pop("secret", "")
    session = _session(user, stale=facts.get("stale", False)) if user else ""
    if name.startswith("owner"):
        facts["role"] = Role.OWNER
    world.people[name] = Principal(name, session=session, secret=secret, **facts)


def _session(user: User, *, stale: bool) -> str:
    """Sign somebody in and return the session; fresh means that the password was just given."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    session = client.session
    if not stale:
        # Lasts for the whole module, however slow the machine.
        record = {"method": "password", "at": time.time() + 3600, "reauthenticated": True}
        session["account_authentication_methods"] = [record]
        session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return str(session.session_key)


def _add_members(world: World) -> None:
    tenant, word = world.tenants["A"], WORDS["A"]
    _add(world, "anonymous", None)
    for role in (Role.VIEWER, Role.EDITOR, Role.DEVELOPER):
        user = make_user(f"{role}@{word}.example")
        Membership.objects.create(tenant=tenant, user=user, role=role)
        _add(world, role.value, user, home="A", role=role)
    owner = User.objects.get(email=f"owner@{word}.example")
    _add(world, "owner_stale", owner, home="A", stale=True)
    gone = make_user("gone@elsewhere.example")
    place = Membership.objects.create(tenant=tenant, user=gone, role=Role.EDITOR)
    _add(world, "ex_member", gone)
    place.delete()


def _add_keys(world: World) -> None:
    kinds = {
        "key": ("A", ApiKeyKind.LIVE),
        "key_test": ("A", ApiKeyKind.TEST),
        "key_revoked": ("A", ApiKeyKind.LIVE),
        "key_scopeless": ("A", ApiKeyKind.LIVE),
        "key_B": ("B", ApiKeyKind.LIVE),
        "key_S": ("S", ApiKeyKind.LIVE),
    }
    actor = Actor.system("test")
    for name, (letter, kind) in kinds.items():
        tenant = world.tenants[letter]
        key, secret = access.issue_api_key(tenant, name=f"{name} app", kind=kind, actor=actor)
        # Used a moment ago, so that a call in its name writes nothing of its own.
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=timezone.now())
        if name == "key_revoked":
            access.revoke_api_key(key.pk, tenant=tenant, actor=actor)
        if name == "key_scopeless":
            ApiKey.objects.filter(pk=key.pk).update(scopes=[])
        _add(world, name, None, home=letter, secret=secret)


def _add_staff(world: World, root: User) -> None:
    _add(world, "superuser", root, staff="*")
    bare = make_user("bare@staff.example", is_staff=True)
    _add(world, "staff_bare", bare, staff="")
    for group in Group.objects.all():
        user = make_user(f"{group.name.lower()}@staff.example", is_staff=True)
        user.groups.add(group)
        _add(world, group.name.lower(), user, staff=group.name[0].upper())
    visitor = make_user("visitor@staff.example", is_staff=True)
    visitor.groups.add(Group.objects.get(name="Support"))
    visit = StaffVisit.objects.create(
        tenant=world.tenants["A"], staff=visitor, reason="a test of visits",
        ends_at=timezone.now() + timedelta(minutes=30),
    )  # fmt: skip
    _add(world, "visitor", visitor, home="A", role=Role.VIEWER, staff="S", visit=True)
    session = SessionStore(world.people["visitor"].session)
    session["staff_visit_id"] = str(visit.pk)
    session.save()


def _somebody_of(tenant: Tenant) -> User:
    """A member, or where there is none a person made for this."""
    found = User.objects.filter(memberships__tenant=tenant).order_by("date_joined").first()
    return found or make_user(f"{uuid.uuid4().hex}@somebody.example")


def fill_told(owner: User, *, word: str) -> None:
    """Give a business what its people and its app are told."""
    Notice.objects.create(user=owner, kind="test", title=f"{word} news", once="1")
    NoticeSetting.objects.create(user=owner)
    endpoint = WebhookEndpoint.objects.create(
        url=f"https://app.{word}.example/hook", event_types=["registration.approved"],
        secret="whsec_" + "A" * 44, created_label=f"{word} alice",
    )  # fmt: skip
    event = WebhookEvent.objects.create(
        type="registration.approved", object_id=uuid.uuid4(), sequence=1, body=f'["{word}"]'
    )
    delivery = WebhookDelivery.objects.create(event=event, endpoint=endpoint)
    WebhookTry.objects.create(delivery=delivery, at=timezone.now(), took_ms=9, status_code=500)


def fill_filing(originator: Originator, version: RegistrationVersion, *, word: str) -> None:
    """Give a filing what is foretold, answered for, looked at, due and set up."""
    label, now = f"{word} alice", timezone.now()
    forecast = Forecast.objects.create(
        version=version, moment=Forecast.Moment.CHECKED, made_by=label,
        findings=[{"rule": "CTA-STOP", "quote": word}],
    )  # fmt: skip
    Acknowledgement.objects.create(
        version=version, rule="CTA-STOP", digest="0" * 64, reason=f"{word} knows", made_by=label
    )
    looked = {"what": "website", "address": f"https://{word}.example", "field": "brand.website"}
    seen = [{**looked, "own": True, "state": "waiting", "said": ""}]
    LiveCheck.objects.create(version=version, total=1, seen=seen)
    ForecastScore.objects.create(
        forecast=forecast, registration_type=originator.registration.type, rule="CTA-STOP",
        outcome=ForecastScore.Outcome.HIT, decided_at=now,
    )  # fmt: skip
    Deadline.objects.create(
        registration=originator.registration, kind=Deadline.Kind.CORRECT, due_at=now
    )
    ProvisionStep.objects.create(
        originator=originator, step=ProvisionStep.Step.NUMBER, trouble=f"{word} waits"
    )


def tenant_models() -> list[type[models.Model]]:
    """Every model whose rows name a tenant, behind the fence or not."""
    ours = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return [m for m in ours if any(f.attname == "tenant_id" for f in m._meta.concrete_fields)]


def fingerprint(tenant: Tenant) -> str:
    """Hash every row of a tenant in every table of ours, one statement."""
    parts = [
        f"SELECT '{m._meta.db_table}', md5(string_agg(t::text, '|' ORDER BY t::text))"
        f" FROM {m._meta.db_table} t WHERE tenant_id = %(id)s"
        for m in tenant_models()
    ]
    parts.append("SELECT 'tenant', md5(t::text) FROM tenants_tenant t WHERE id = %(id)s")
    with all_tenants_scope("fingerprint"), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), {"id": tenant.pk})
        return repr(sorted(cursor.fetchall()))


def _marks(tenant: Tenant) -> Iterator[str]:
    """What would give a tenant's rows away: their ids, its word, its people, numbers and keys."""
    yield WORDS["A"]
    with all_tenants_scope("marks"):
        for model in tenant_models():
            if isinstance(model._meta.pk, models.UUIDField):
                for pk in model._base_manager.filter(tenant_id=tenant.pk).values_list("pk"):
                    yield str(pk[0])
        for consent in Consent.objects.filter(tenant_id=tenant.pk):
            yield consent.recipient
        for evidence in Evidence.objects.filter(tenant_id=tenant.pk):
            yield evidence.token
    yield from ApiKey.objects.filter(tenant=tenant).values_list("prefix", flat=True)


def leaks(body: bytes, marks: frozenset[str], *, asked: str = "") -> list[str]:
    """Return A's marks in an answer, but for what stood in the question itself."""
    text = body.decode(errors="replace")
    for word in re.findall(r"[\w-]+", asked):
        text = text.replace(word, "")
    return sorted(mark for mark in marks if mark in text)


def pk_of(model: type[models.Model], tenant: Tenant | None) -> Any:
    """Return the key of a row of this tenant, or of any row where the model has no tenant."""
    with all_tenants_scope("pick"):
        rows = model._base_manager.all()
        if model is Tenant and tenant:
            rows = rows.filter(pk=tenant.pk)
        elif model is User and tenant:
            rows = rows.filter(memberships__tenant=tenant, memberships__role=Role.OWNER)
        elif tenant and model in tenant_models():
            rows = rows.filter(tenant_id=tenant.pk)
        order = "created_at" if any(f.name == "created_at" for f in model._meta.fields) else "pk"
        return rows.order_by(order).values_list("pk", flat=True).first()
