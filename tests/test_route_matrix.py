"""INV-2 at every address: each route × method × principal × row answers as `route_table` says."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator

from tenants.models import Tenant
from tests.route_matrix import ROUTES, body_of, outcome_of, shape_of, url_of
from tests.route_table import Route, table
from tests.world import Principal, World, fingerprint, leaks, standing, undone

pytestmark = pytest.mark.django_db
TABLE = table()
# The many pages of the admin are asked by these few and by all staff; pages that no key opens,
# not by every shade of one.
SHADES = ("key_test", "key_revoked", "key_scopeless", "key_S")
FEW = ("anonymous", "owner", "owner_B", "key")


LIMITED = ("public", "guest", "account")
# Statements that change nothing.
READS = re.compile(r"SELECT|SAVEPOINT|RELEASE|ROLLBACK|SET LOCAL")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Everybody and everything, made once for the module."""
    with standing(django_db_blocker) as made:
        yield made


def test_every_route_is_in_the_table_and_the_table_has_no_other() -> None:
    assert sorted(set(ROUTES) - set(TABLE)) == [], "routes that nobody decided on"
    assert sorted(set(TABLE) - set(ROUTES)) == [], "lines without a route"


@pytest.mark.parametrize("name", sorted(set(ROUTES) & set(TABLE)))
def test_inv2_a_route_answers_each_principal_as_the_table_says(world: World, name: str) -> None:
    route = TABLE[name]
    wrong: dict[str, list[str]] = {}
    for who in _askers(world, name):
        for method in ("GET", "POST"):
            for finding in _try(world, name, route, who, method):
                wrong.setdefault(f"{method} {finding}", []).append(who.name)

    assert not wrong, "\n" + "\n".join(f"{what}: {', '.join(who)}" for what, who in wrong.items())


def _askers(world: World, name: str) -> list[Principal]:
    people = world.people.values()
    if TABLE[name].kind == "api":
        return list(people)
    if name.startswith("admin:"):
        return [who for who in people if who.name in FEW or not (who.staff is None or who.visit)]
    return [who for who in people if who.name not in SHADES]


def _try(world: World, name: str, route: Route, who: Principal, method: str) -> Iterator[str]:
    """Ask for every row that the route may name, and say what went wrong."""
    shapes = {}
    for target in route.targets(who, method):
        url = url_of(world, ROUTES[name], route, who, target)
        connection.queries_log.clear()
        with undone(), CaptureQueriesContext(connection) as queries:
            if route.kind in LIMITED:
                cache.clear()  # No rate limit is what any of this is about.
            answer = world.call(who, method, url, **_body(route, method))
            body_of(answer)
            wrote = any(not READS.match(query["sql"]) for query in queries.captured_queries)
            got, expected = outcome_of(answer), route.expects(who, method, target)
            if got not in expected.split("/"):
                why = f" ({answer.exc_info[1]!r})" if getattr(answer, "exc_info", None) else ""
                yield f"{target} is {got}, not {expected}{why}"
            yield from _harm(world, route, who, answer, url, wrote=wrote)
        shapes[target] = (shape_of(answer, url), len(queries))
    if "foreign" in shapes and route.kind != "public":
        for part, what in enumerate(("words", "a number of queries")):
            if shapes["foreign"][part] != shapes["random"][part]:
                yield f"answers another's row in {what} unlike one that is nowhere"


def _body(route: Route, method: str) -> dict[str, Any]:
    is_json = method == "POST" and route.kind == "api"
    return {"data": "{}", "content_type": "application/json"} if is_json else {}


def _harm(
    world: World, route: Route, who: Principal, answer: Any, url: str, *, wrote: bool
) -> Iterator[str]:
    """Say what a call did that none may: show or change what is tenant A's alone."""
    if who.home != "A" and who.staff is None:
        found = leaks(body_of(answer), world.marks, asked=url) if route.kind != "public" else []
        if found:
            yield f"shows {found}"
        if wrote and fingerprint(world.tenants["A"]) != world.before:
            yield "changes rows of tenant A"
    if wrote:
        with transaction.atomic(), connection.cursor() as cursor:
            # What the database would refuse at the end of the request.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("name", "kinds"), [("superuser", ("staff",)), ("owner", ("home", "member"))]
)
def test_whoever_lacks_a_demanded_second_step_gets_nowhere(
    world: World, settings: Any, name: str, kinds: tuple[str, ...]
) -> None:
    """Staff without one, and a member of a business that demands one of everybody."""
    settings.STAFF_MFA = True
    who, wrong = world.people[name], {}
    with undone():
        Tenant.objects.filter(pk=world.tenants["A"].pk).update(requires_mfa=True)
        for route in (each for each in TABLE if TABLE[each].kind in kinds):
            url = url_of(world, ROUTES[route], TABLE[route], who, "own")
            answers = [world.call(who, method, url) for method in ("GET", "POST")]
            leads = {answer.headers.get("Location", "").partition("?")[0] for answer in answers}
            if leads != {reverse("second_step")}:
                wrong[route] = leads

    assert wrong == {}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_no_page_takes_another_method(world: World, method: str) -> None:
    wrong = {}
    for name, route in TABLE.items():
        if route.kind == "staff":  # Django's admin answers any method like a reading.
            continue
        who = world.people["key" if route.kind == "api" else "owner"]
        with undone():
            url = url_of(world, ROUTES[name], route, who, "own")
            status = world.call(who, method, url).status_code
        if status != 405 if route.kind in ("home", "member", "api") else status >= 500:
            wrong[name] = status

    assert wrong == {}


def test_the_description_of_the_api_names_each_operation_of_the_table() -> None:
    described = {
        (path, method.upper())
        for path, operations in SchemaGenerator().get_schema(public=True)["paths"].items()
        for method in operations
    }
    offered = {
        ("/" + ROUTES[name].replace("<uuid:pk>", "{id}"), method)
        for name, route in TABLE.items()
        for method, outcome in (("GET", route.get), ("POST", route.post))
        if route.kind == "api" and route.may and outcome != "405"
    }

    assert described == offered
