"""Every error of the API has one shape, and bugs are not dressed up as answers."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions

from tenants.api_errors import answer
from tenants.errors import DomainError, InvalidInput, NotPermitted, TransitionNotAllowed


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (DomainError("No.", code="opted_out"), 409, "opted_out"),
        (DomainError("No."), 409, "refused"),
        (TransitionNotAllowed("No."), 409, "transition_not_allowed"),
        (NotPermitted("No."), 403, "not_permitted"),
        (InvalidInput("No."), 400, "invalid"),
        (exceptions.ParseError("No."), 400, "parse_error"),
        (exceptions.NotAuthenticated("No."), 401, "not_authenticated"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.UnsupportedMediaType("text/xml"), 415, "unsupported_media_type"),
        (exceptions.Throttled(wait=9), 429, "throttled"),
        (Http404(), 404, "not_found"),
        (PermissionDenied(), 403, "permission_denied"),
        (exceptions.ValidationError({"to": ["Bad."]}), 400, "invalid"),
    ],
)
def test_the_shape_is_code_message_fields(db, error: Exception, status: int, code: str) -> None:
    response = answer(error, {})
    assert response is not None
    assert response.status_code == status
    assert set(response.data) == {"code", "message", "fields"}
    assert response.data["code"] == code
    assert response.data["message"]


def test_wrong_fields_are_listed_by_name(db) -> None:
    response = answer(exceptions.ValidationError({"to": ["Bad."]}), {})
    assert response is not None
    assert response.data["fields"] == {"to": ["Bad."]}


def test_waiting_is_said_in_the_header(db) -> None:
    response = answer(exceptions.Throttled(wait=9), {})
    assert response is not None
    assert response.headers["Retry-After"] == "9"


def test_a_bug_is_left_to_become_a_logged_500(db) -> None:
    assert answer(ZeroDivisionError(), {}) is None
