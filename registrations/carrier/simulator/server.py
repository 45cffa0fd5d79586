"""The simulator's HTTP face: the carrier's API at `/`, and beside it pages and test controls."""

import json
import logging
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from werkzeug.exceptions import HTTPException, NotFound, RequestEntityTooLarge
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from . import conformity, control, desk, errors, help, phone, protocol, review, sns
from .operations import OPERATIONS
from .states import FUTURE_STATUS
from .throttle import Throttle
from .world import World

log = logging.getLogger(__name__)

# An attachment of the allowed size is below a megabyte even as base64.
MAX_REQUEST_BYTES = 4 * 1024 * 1024
STATIC = Path(__file__).with_name("static")
STATIC_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Handler = Callable[..., Response]


class App:
    """The WSGI application."""

    def __init__(self, world: World, signer: sns.Signer) -> None:
        self._world = world
        self._signer = signer
        self._throttle = Throttle(world)
        self._urls = Map(
            [
                Rule("/", endpoint=self._call, methods=["POST"]),
                Rule("/", endpoint=help.help_page, methods=["GET"]),
                Rule("/phone/", endpoint=phone.handsets, methods=["GET"]),
                Rule("/phone/open", endpoint=phone.open_handset, methods=["GET"]),
                Rule("/phone/<handset>", endpoint=phone.conversation, methods=["GET"]),
                Rule("/phone/<handset>", endpoint=phone.reply, methods=["POST"]),
                Rule("/registrations/", endpoint=desk.registrations_page, methods=["GET"]),
                Rule("/registrations/", endpoint=desk.act, methods=["POST"]),
                Rule("/static/<name>", endpoint=_static, methods=["GET"]),
                Rule(signer.path, endpoint=self._certificate, methods=["GET"]),
                *control.RULES,
            ]
        )

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        request = Request(environ)
        request.max_content_length = MAX_REQUEST_BYTES
        review.settle_due(self._world)
        return self._respond(request)(environ, start_response)

    def _respond(self, request: Request) -> Response:
        try:
            handler, arguments = self._urls.bind_to_environ(request.environ).match()
            response: Response = handler(self._world, request, **arguments)
        except HTTPException as error:
            return Response(f"{error.name}\n", status=error.code, content_type="text/plain")
        for name, value in PAGE_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def _certificate(self, _world: World, _request: Request) -> Response:
        return Response(self._signer.certificate_pem, content_type="application/x-pem-file")

    def _call(self, world: World, request: Request) -> Response:
        """Answer one API call."""
        if world.settings()["down"]:
            return Response("Service Unavailable\n", status=503, content_type="text/plain")
        request_id = str(uuid.uuid4())
        try:
            body = request.get_data()
        except RequestEntityTooLarge:
            return _error(request_id, errors.Unreadable("The request is too large."))
        try:
            answer = self._carry_out(request, body, request_id)
            self._check(request, answer)
        except errors.AwsError as error:
            return self._refuse(request, request_id, error)
        return _json(request_id, answer, 200)

    def _refuse(self, request: Request, request_id: str, error: errors.AwsError) -> Response:
        protocol_error = isinstance(error, errors.PROTOCOL_ERRORS)
        if self._world.options.check_answers and not protocol_error:
            operation = _operation(request)
            found = conformity.of_error(protocol.service_model(), operation, error.body())
            if found:
                self._world.counts.answered_wrongly(operation, found)
        return _error(request_id, error)

    def _check(self, request: Request, answer: dict[str, Any]) -> None:
        """Turn an answer outside the model into a failure that no test overlooks."""
        if not self._world.options.check_answers:
            return
        tolerated = {FUTURE_STATUS, *(self._world.store.get("settings", "tolerated") or {})}
        operation, model = _operation(request), protocol.service_model()
        found = conformity.of_answer(model, operation, answer, frozenset(tolerated))
        if found:
            self._world.counts.answered_wrongly(operation, found)
            raise errors.InternalFailure(f"{operation} answered outside the model: {found}"[:500])

    def _carry_out(self, request: Request, body: bytes, request_id: str) -> dict[str, Any]:
        name = protocol.operation_name(request.headers.get("X-Amz-Target", ""))
        _check_signed(request.headers.get("Authorization", ""))
        self._throttle.check(name, request_id)
        operation = OPERATIONS.get(name)
        if operation is None:
            message = f"The simulator does not implement {name}."
            raise errors.Invalid("UNKNOWN_OPERATION", message)
        arguments = protocol.read_request(name, body)
        return protocol.answer(self._world, operation, name, arguments)


def _operation(request: Request) -> str:
    return protocol.operation_name(request.headers.get("X-Amz-Target", ""))


def _check_signed(authorization: str) -> None:
    """Refuse a request that no SDK has signed; the signature itself has no secret to check."""
    scheme, _space, rest = authorization.partition(" ")
    if scheme != "AWS4-HMAC-SHA256" or "/sms-voice/aws4_request" not in rest:
        raise errors.NotSigned("The request is not signed for sms-voice.")


def _error(request_id: str, error: errors.AwsError) -> Response:
    log.info("%s: %s", error.type_name, error.members.get("Reason", ""))
    return _json(request_id, error.body(), error.status)


def _json(request_id: str, body: dict[str, Any], status: int) -> Response:
    text = json.dumps(body, ensure_ascii=False)
    response = Response(text, status=status, content_type=protocol.CONTENT_TYPE)
    response.headers["x-amzn-RequestId"] = request_id
    return response


def _static(_world: World, _request: Request, name: str) -> Response:
    file = STATIC / name
    if file.parent != STATIC or file.suffix not in STATIC_TYPES or not file.is_file():
        raise NotFound
    return Response(file.read_bytes(), content_type=STATIC_TYPES[file.suffix])
