"""What is refused at the door, before anybody asks the database about it."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class NoNulMiddleware:
    """Refuses a query with a NUL in it: PostgreSQL cannot even compare one.

    Forms refuse it by themselves; filters of lists take their values straight from the address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400, or go on."""
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The address contains NUL.")
        return self.get_response(request)
