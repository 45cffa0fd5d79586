"""Every address there is, how to fill one in, and how to name what it answers."""

import re
from collections.abc import Iterator
from typing import Any

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from consent.models import Evidence, Program, ProgramVersion
from tenants.models import TenantExport
from tenants.scoping import all_tenants_scope, tenant_scope
from tenants.states import ExportStatus
from tests.route_table import ROWS, Route
from tests.world import RANDOM_ID, Principal, World, pk_of

LEADS = {
    "/accounts/login/": "login",
    "/admin/login/": "login",
    "/welcome/": "welcome",
    "/accounts/reauthenticate/": "reauth",
    "/accounts/2fa/reauthenticate/": "reauth",
}


def routes(resolver: URLResolver, path: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Every route as (name, path); one without a name is called by its path in its namespace."""
    for entry in resolver.url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from routes(entry, here, inner)
        elif isinstance(entry, URLPattern):
            below = re.sub(r"^[^/]+/|\(\?P<url>.*", "", here)
            yield space + (entry.name or below), here


ROUTES = dict(routes(get_resolver()))


def body_of(answer: Any) -> bytes:
    """The bytes of an answer; those of a file can be read once only."""
    if answer.streaming:
        answer.streaming_content = [b"".join(answer.streaming_content)]
    return b"".join(answer)


def outcome_of(answer: Any) -> str:
    """Name an answer as the table does."""
    if answer.status_code not in (301, 302):
        return str(answer.status_code)
    return LEADS.get(answer["Location"].partition("?")[0], "302")


def shape_of(answer: Any, url: str) -> str:
    """An answer without what differs between any two: tokens, and the address itself."""
    body = body_of(answer).decode(errors="replace")
    for part in filter(None, url.split("/")):
        body = body.replace(part, "·")
    body = re.sub(r'(csrfmiddlewaretoken" value=|nonce=|data-token=)"[^"]*"', "", body)
    return f"{answer.status_code} {outcome_of(answer)} {body}"


def url_of(world: World, path: str, route: Route, who: Principal, target: str) -> str:
    """Fill an address in: with the asker's own row, another tenant's, or one that is nowhere."""
    home = who.home or "A"
    letter = home if target == "own" else {"A": "B", "B": "A", "S": "A"}[home]
    values = _values(world, route.needs, letter, is_random=target == "random")
    url = re.sub(r"^\^|\$$|(?<=/)\^", "", path).replace(r"\.", ".")
    url = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", url)
    url = url.replace("<int:pk>", str(UserSession.objects.values_list("pk", flat=True).first()))
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(values.get(m[1], values[""])), url)


def _values(world: World, needs: str, letter: str, *, is_random: bool) -> dict[str, Any]:
    """What stands in the address, by name; '' is the row itself."""
    tenant = world.tenants[letter]
    fixed: dict[str, Any] = {
        "": RANDOM_ID, "content_type_id": 1, "app_label": "tenants", "url": "nowhere/", "number": 1,
        "uidb36": "1", "key": "abc-def", "extension": "png", "code": "texts",
        "first": 1, "second": 1, "file": "submission",
    }  # fmt: skip
    if needs == "hosted":
        with all_tenants_scope("pick"):
            slug = Program.objects.get(tenant_id=tenant.pk).slug
        slug = "nowhere" if is_random else slug
        return {**fixed, "tenant_slug": tenant.slug, "program_slug": slug}
    if needs == "picture":
        with all_tenants_scope("pick"):
            token = Evidence.objects.get(tenant_id=tenant.pk).token
        return {**fixed, "token": "nowhere-nowhere-nowhere" if is_random else token}
    if needs == "draft":
        with all_tenants_scope("pick"):
            version = ProgramVersion.objects.get(tenant_id=tenant.pk)
        return {**fixed, "token": "nowhere" if is_random else version.preview_token}
    if needs == "file" and not is_random:
        with tenant_scope(tenant.pk):
            done = TenantExport.objects.filter(tenant_id=tenant.pk, status=ExportStatus.DONE)
            fixed[""] = done.get().pk
    elif needs and not is_random:
        fixed[""] = pk_of(apps.get_model(ROWS.get(needs, needs)), tenant)
    return fixed
