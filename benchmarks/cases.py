"""The pairs that are measured, on a database filled once."""

import json
import re
import statistics
import sys
import time
import unicodedata
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

django.setup()

from consent.rules import Context, lint  # noqa: E402
from messaging import sending  # noqa: E402
from messaging.models import Message  # noqa: E402
from tenants.events import Actor  # noqa: E402
from tenants.models import Tenant  # noqa: E402
from tenants.scoping import all_tenants_scope, tenant_scope  # noqa: E402
from tests.builders import (  # noqa: E402
    RECIPIENT,
    make_brand,
    make_originator,
    make_program,
    make_tenant,
    opt_in,
)

TENANTS, TEXTS = 20, 2_000
Pair = tuple[Callable[[], object], Callable[[], object]]


def prepare() -> dict[str, Pair]:
    """Fill the database where it is empty and return the pairs by name."""
    call_command("migrate", verbosity=0)
    tenant = _filled()
    return {"fences": _fences(tenant), "lint": _lint(), "accept": _accept(tenant)}


def _filled() -> Tenant:
    """Twenty tenants of two thousand texts each; return one of them."""
    found = Tenant.objects.first()
    if found:
        return found
    for index in range(TENANTS):
        tenant = make_tenant(f"Bench {index}")
        with tenant_scope(tenant.pk):
            program = make_program()
            originator = make_originator(program, make_brand(), number=f"+12065551{index:03}")
            opt_in(program)
            Message.objects.bulk_create(
                Message(
                    program=program, originator=originator, recipient=RECIPIENT,
                    body="Bench", message_kind="appointment", status="delivered",
                )
                for _ in range(TEXTS)
            )  # fmt: skip
    return tenant


def _fences(tenant: Tenant) -> Pair:
    def fenced() -> None:
        with tenant_scope(tenant.pk):
            list(Message.objects.order_by("-created_at").values_list("pk")[:50])

    def unfenced() -> None:
        with all_tenants_scope("benchmark"):
            rows = Message.objects.filter(tenant=tenant).order_by("-created_at")
            list(rows.values_list("pk")[:50])

    return fenced, unfenced


def _lint() -> Pair:
    """A mix of typical texts judged by every rule, against folding and counting their words."""
    path = Path(__file__).with_name("texts.jsonl")
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    asked = [
        (row["kind"], row["text"], Context(
            brand_names=(row["brand"],), number_type=row["number_type"], use_case=row["use_case"],
        ))
        for row in rows
    ]  # fmt: skip
    word = re.compile(r"\w+")

    def judged() -> None:
        for kind, text, context in asked:
            lint(kind, text, context=context)

    def counted() -> None:
        for _ in range(20):
            for _kind, text, _context in asked:
                Counter(word.findall(unicodedata.normalize("NFKC", text).casefold()))

    judged()
    each = statistics.median(_seconds(judged) for _ in range(20)) / len(asked)
    print(f"lint     {1 / each:.0f} typical texts a second on one core here", file=sys.stderr)
    return judged, counted


def _seconds(work: Callable[[], object]) -> float:
    """Return the processor's time that some work takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def _accept(tenant: Tenant) -> Pair:
    actor = Actor.system("benchmark")

    def accepted() -> None:
        with tenant_scope(tenant.pk):
            program = Message.objects.all()[0].program
            sending.queue_message(
                program, recipient=RECIPIENT, body="Bench", message_kind="appointment", actor=actor
            )

    def inserted() -> None:
        with tenant_scope(tenant.pk), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO consent_program (id, tenant_id, name, slug, is_indexable, created_at)"
                " VALUES (%s, %s, 'b', %s, true, now())",
                [uuid.uuid4(), tenant.pk, uuid.uuid4().hex],
            )

    return accepted, inserted
