"""The pages that belong to no one app: home, help, health, errors, and the embedded mailbox."""

import email
import email.policy
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_safe

from portal import dashboard
from tenants.isv import white_label

# What is raised when PostgreSQL or Redis does not answer.
AWAY = (OperationalError, InterfaceError, redis.RedisError)
RETRY_SECONDS = "60"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What stands between the tenant and sending; the product's own page for a stranger."""
    if not request.user.is_authenticated:
        return render(request, "dashboard/landing.html")
    tenant = request.tenant  # type: ignore[attr-defined]
    if tenant is None:
        return redirect("admin:index" if request.user.is_staff else "tenants:create")
    return render(request, "dashboard.html", dashboard.overview())


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """Words explained, and whom to ask."""
    return render(request, "help.html")


@require_GET
@transaction.non_atomic_requests  # It must answer while the database does not.
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_GET
@transaction.non_atomic_requests  # So that a database that is away is answered with 503, below.
def ready(request: HttpRequest) -> JsonResponse:
    """The database answers and its schema is the one that this code needs."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"status": "database unavailable"}, status=503)
    if pending:
        return JsonResponse({"status": "migrations pending"}, status=503)
    return JsonResponse({"status": "ok"})


@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every e-mail of the embedded run, newest first; routed in that run only."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), reverse=True)[:50] if folder.is_dir() else []
    return render(request, "mailbox.html", {"mails": [m for f in files for m in _mails(f)]})


def _mails(path: Path) -> list[dict[str, Any]]:
    """Read one file of Django's file backend: messages divided by a line of dashes."""
    divider = b"-" * 79
    found = []
    for raw in path.read_bytes().split(divider):
        message = email.message_from_bytes(raw.strip(), policy=email.policy.default)
        body = message.get_body(("plain",))
        if message["To"]:
            found.append(
                {
                    "to": message["To"],
                    "subject": message["Subject"],
                    "sent_at": datetime.fromtimestamp(path.stat().st_mtime, UTC),
                    "body": body.get_content() if body else "",
                }
            )
    return found


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 in the house's words."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 in the house's words."""
    return render(request, "403.html", status=403)


def too_often(request: HttpRequest) -> HttpResponse:
    """Somebody tries signing in, up or again more often than the limits let them."""
    answer = render(request, "429.html", status=429)
    answer["Retry-After"] = RETRY_SECONDS
    return answer


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 in the house's words; JSON for the API."""
    if request.path.startswith("/api/"):
        body = {"code": "not_found", "message": "There is no such address.", "fields": {}}
        return JsonResponse(body, status=404)
    return render(request, "404.html", status=404)


def hosted_missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 on a tenant's own host, where the ISV is not named and has no pages."""
    return render(None, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with hardly any context, since whatever broke may be part of it.

    503 where a server of ours is away. Django calls this while it handles the exception, whichever
    layer raised it: sessions and rate limits ask those servers outside any view.
    """
    if isinstance(sys.exc_info()[1], AWAY):
        return _unavailable(request)
    if request.path.startswith("/api/"):
        body = {"code": "server_error", "message": "Our fault; it is logged.", "fields": {}}
        return JsonResponse(body, status=500)
    return render(None, "500.html", _names(request), status=500)


def _names(request: HttpRequest) -> dict[str, str]:
    """Whose portal failed, as far as the cache or the environment knows; nobody on other hosts."""
    if getattr(request, "tenant_host", None) is not None:
        return {}
    isv = white_label.without_database()
    return {
        "ISV_NAME": isv.name,
        "ISV_SUPPORT_EMAIL": isv.support_email,
        "ISV_CSS": isv.css_url,
    }


def _unavailable(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        message = "A server of ours does not answer; nothing was done. Try again."
        body = {"code": "unavailable", "message": message, "fields": {}}
        answer: HttpResponse = JsonResponse(body, status=503)
    else:
        answer = render(None, "503.html", _names(request), status=503)
    answer["Retry-After"] = RETRY_SECONDS
    return answer
