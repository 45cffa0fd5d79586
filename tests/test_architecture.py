"""The rules of the architecture, as tests rather than wishes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from consent.states import DRIFT_TRANSITIONS, LOOK_TRANSITIONS, UPLOAD_TRANSITIONS
from consent.states import TRANSITIONS as VERSION_TRANSITIONS
from messaging.states import TRANSITIONS as MESSAGE_TRANSITIONS
from portal.celery import QUEUES, app
from registrations.states import ORIGINATOR_TRANSITIONS
from registrations.states import TRANSITIONS as REGISTRATION_TRANSITIONS
from tenants import states
from tests.isolation_table import PUBLIC_ROUTES

ROOT = Path(__file__).resolve().parent.parent
# An app may import the apps before it, and none after it.
ORDER = ("tenants", "consent", "registrations", "messaging", "portal")
# Modules that must stay free of the ORM, settings and the clock.
PURE = ("consent/rules", "consent/keywords.py", "consent/gsm.py", "consent/rendering/",
        "consent/repairs/")  # fmt: skip


def sources(*folders: str) -> list[Path]:
    """Every module of these folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """The full names of all that a module imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def name_of(path: Path) -> str:
    """A path as it reads in a failure."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("position", range(len(ORDER)), ids=ORDER)
def test_apps_import_only_the_apps_before_them(position: int) -> None:
    later = ORDER[position + 1 :]
    wrong = {
        f"{name_of(path)} imports {imported}"
        for path in sources(ORDER[position])
        for imported in imports(path)
        if imported.split(".")[0] in later
    }

    assert wrong == set()


def test_pure_modules_touch_neither_the_orm_nor_settings() -> None:
    files = [p for p in sources("consent") if name_of(p).startswith(PURE)]
    wrong = {
        name_of(p) for p in files for i in imports(p) if i.split(".")[0] in {"django", "boto3"}
    }

    assert files
    assert wrong == set()


@pytest.mark.parametrize("kind", ["views", "api", "admin", "hooks", "public", "forms"])
def test_pages_and_api_never_talk_to_the_carrier(kind: str) -> None:
    wrong = {
        name_of(path)
        for path in sources(*ORDER)
        if path.stem == kind
        for imported in imports(path)
        if imported.startswith("registrations.carrier")
    }

    assert wrong == set()


def test_the_carrier_sees_no_model() -> None:
    files = [p for p in sources("registrations/carrier") if "simulator" not in p.parts]
    wrong = {name_of(p) for p in files for i in imports(p) if i.split(".")[-2:][0] == "models"}

    assert wrong == set()


def test_the_simulator_knows_nothing_of_the_portal() -> None:
    wrong = {
        f"{name_of(path)} imports {imported}"
        for path in sources("registrations/carrier/simulator")
        for imported in imports(path)
        if imported.split(".")[0] in {"django", "tenants", "consent", "messaging", "portal"}
    }

    assert wrong == set()


def test_status_is_assigned_only_by_the_one_function_of_each_state_machine() -> None:
    found = []
    for path in sources("tenants", "consent", "registrations", "messaging"):
        if "simulator" in path.parts or "migrations" in path.parts:
            continue
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef) and function.name != "_move":
                found += [
                    f"{name_of(path)}:{node.lineno}"
                    for node in ast.walk(function)
                    if isinstance(node, ast.Attribute)
                    and isinstance(node.ctx, ast.Store)
                    and node.attr == "status"
                ]

    assert found == []


def test_sql_is_never_put_together_from_strings_outside_migrations() -> None:
    allowed = {"tenants/postgres.py", "tenants/scoping.py"}
    pattern = re.compile(r"(\.raw\(|\.extra\(|RawSQL|execute\(f[\"'])")
    wrong = {
        name_of(path)
        for path in sources(*ORDER)
        if pattern.search(path.read_text()) and name_of(path) not in allowed
    }

    assert wrong == set()


def test_every_module_opens_with_what_it_is_for() -> None:
    files = [p for p in sources(*ORDER, "tests", "benchmarks") if "0001_initial" not in p.name]
    wrong = {name_of(p) for p in files if not ast.get_docstring(ast.parse(p.read_text()))}

    assert wrong == set()


def test_no_file_or_function_has_outgrown_one_look() -> None:
    wrong = []
    for path in sources(*ORDER):
        if "migrations" in path.parts:  # Generated.
            continue
        text = path.read_text()
        if len(text.splitlines()) > 400:
            wrong.append(name_of(path))
        wrong += [
            f"{name_of(path)}:{node.name}"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 50
        ]

    assert wrong == []


@pytest.mark.parametrize(
    "transitions",
    [
        *(REGISTRATION_TRANSITIONS, ORIGINATOR_TRANSITIONS, MESSAGE_TRANSITIONS),
        *(VERSION_TRANSITIONS, states.TENANT_TRANSITIONS, states.INVITATION_TRANSITIONS),
        *(states.DOMAIN_TRANSITIONS, states.EXCEPTION_TRANSITIONS, states.CHECK_TRANSITIONS),
        *(states.IMPORT_TRANSITIONS, states.EXPORT_TRANSITIONS, UPLOAD_TRANSITIONS),
        *(LOOK_TRANSITIONS, DRIFT_TRANSITIONS),
    ],
    ids=lambda transitions: type(next(iter(transitions))).__name__,
)
def test_every_state_is_listed_and_can_be_reached(transitions: dict[Any, Any]) -> None:
    first = next(iter(transitions))
    reached, pending = {first}, [first]
    while pending:
        following = transitions[pending.pop()] - reached
        reached |= following
        pending += following

    assert set(transitions) == set(type(first).__members__.values())
    assert reached == set(transitions)


def test_every_task_has_a_queue_that_a_worker_reads() -> None:
    app.loader.import_default_modules()
    ours = [name for name in app.tasks if not name.startswith("celery.")]
    read = (ROOT / "docker-compose.yml").read_text() + (ROOT / "portal/launch.py").read_text()

    queues = {app.amqp.router.route({}, name)["queue"].name for name in ours}
    assert ours
    assert queues <= set(QUEUES)
    for queue in QUEUES:
        assert len(re.findall(rf"\b{queue}\b", read)) >= 2, queue


def test_every_beat_entry_names_a_task_that_exists() -> None:
    app.loader.import_default_modules()

    missing = {e["task"] for e in app.conf.beat_schedule.values()} - set(app.tasks)
    assert missing == set()


@pytest.mark.django_db
def test_migrations_say_all_that_the_models_say() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def routes(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Every named route as (name, path)."""
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from routes(entry, path, inner)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", path


def test_every_page_of_a_tenant_refuses_strangers(client, db) -> None:
    """A route is public because a table says so, never because somebody forgot."""
    unguarded = []
    for name, path in routes(get_resolver()):
        if name.startswith(("admin:", "api:")) or name in PUBLIC_ROUTES:
            continue
        url = "/" + re.sub(r"<(uuid:)\w+>", "00000000-0000-4000-8000-000000000000", path)
        url = re.sub(r"<(\w+:)?\w+>", "1", url)
        answer = client.get(url)
        if answer.status_code == 405:
            answer = client.post(url)
        if answer.status_code != 302 or "/accounts/login/" not in answer["Location"]:
            unguarded.append((name, url, answer.status_code))

    assert unguarded == []


def test_every_app_is_in_the_import_order() -> None:
    ours = {c.name for c in apps.get_app_configs() if Path(c.path).parent == ROOT}

    assert ours == set(ORDER)
