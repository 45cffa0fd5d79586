"""Every error of the API in one shape: {"code": …, "message": …, "fields": {…}}."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from tenants.errors import DomainError


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an exception into an answer; return None for bugs, which become a logged 500."""
    if isinstance(error, DomainError):
        set_rollback()
        return _response(error.status, error.code, error.message, error.fields)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    headers = _headers(error)
    if isinstance(error, exceptions.ValidationError):
        message = "The request has wrong fields; see 'fields'."
        return _response(error.status_code, "invalid", message, error.detail, headers)
    code = error.get_codes()
    return _response(
        error.status_code,
        code if isinstance(code, str) else "invalid",
        str(error.detail),
        {},
        headers,
    )


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait))  # type: ignore[attr-defined]
    return headers


def _response(
    status: int, code: str, message: str, fields: Any, headers: dict[str, str] | None = None
) -> Response:
    return Response(
        {"code": code, "message": message, "fields": fields}, status=status, headers=headers
    )
