"""JSON in and out of the test controls."""

import json
from typing import Any

from werkzeug.exceptions import BadRequest, UnsupportedMediaType
from werkzeug.wrappers import Request, Response


def read(request: Request, required: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the JSON object of a request, which has the required members with these types."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    try:
        body = json.loads(request.get_data() or b"{}")
    except ValueError:
        raise BadRequest("The body is not JSON") from None
    if not isinstance(body, dict):
        raise BadRequest("The body is not a JSON object")
    wrong = [
        name for name, kind in (required or {}).items() if not isinstance(body.get(name), kind)
    ]
    if wrong:
        raise BadRequest(f"Missing or of the wrong type: {', '.join(wrong)}")
    return body


def answer(body: Any, status: int = 200) -> Response:
    """Return a JSON response."""
    text = json.dumps(body, ensure_ascii=False, indent=1)
    return Response(text, status=status, content_type="application/json")
