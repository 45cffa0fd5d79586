"""The REST API for texts: accept one, list them, follow one."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_field,
)
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from consent.models import Program
from messaging import idempotency, sending
from messaging.models import Message, MessageEvent
from messaging.numbers import read_number
from messaging.states import MessageStatus
from tenants.api_auth import demands
from tenants.api_format import NewestFirst, StrictSerializer
from tenants.api_limits import ErrorSerializer, LimitedView, key_of
from tenants.errors import InvalidInput
from tenants.events import Actor
from tenants.models import ApiKey, ApiKeyKind, KeyScope


class SendSerializer(StrictSerializer):
    """What a tenant's app hands in."""

    program = serializers.UUIDField(help_text="The program that the recipient has opted in to.")
    to = serializers.RegexField(
        r"^\+[1-9]\d{6,14}$",
        max_length=16,
        help_text="The recipient's number in E.164 form, for example +12065550123.",
        error_messages={"invalid": "Give the number in E.164 form, for example +12065550123."},
    )
    body = serializers.CharField(max_length=1600, trim_whitespace=False)
    kind = serializers.CharField(
        max_length=20, help_text="One of the program's kinds of message, for example appointment."
    )
    reference = serializers.CharField(
        max_length=100, required=False, allow_blank=True, default="", help_text="Your own id."
    )

    def validate_to(self, value: str) -> str:
        """Refuse what has the form of a number and cannot be one."""
        number = read_number(value)
        if not number:
            raise serializers.ValidationError("There can be no such telephone number.")
        return number

    def validate_body(self, value: str) -> str:
        """A text of spaces alone says nothing."""
        if not value.strip():
            raise serializers.ValidationError("Write something.")
        return value

    def validate_program(self, value: Any) -> Program:
        """Another tenant's program is as unknown as one that never was."""
        program: Program | None = Program.objects.filter(pk=value).first()
        if program is None:
            raise serializers.ValidationError("There is no such program.")
        return program


class MessageSerializer(serializers.Serializer[Message]):
    """One text as the API shows it."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=MessageStatus.choices)
    is_final = serializers.BooleanField()
    program = serializers.UUIDField(source="program_id")
    to = serializers.CharField(source="recipient")
    kind = serializers.CharField(source="message_kind")
    purpose = serializers.CharField()
    reference = serializers.CharField()
    reason_code = serializers.CharField()
    reason = serializers.CharField()
    is_test = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
    url = serializers.SerializerMethodField()

    def get_url(self, message: Message) -> str:
        """Where to follow it."""
        return reverse("api:message", kwargs={"pk": message.pk})


class EventSerializer(serializers.Serializer[MessageEvent]):
    """One step in the life of a text."""

    kind = serializers.CharField()
    from_status = serializers.CharField()
    to_status = serializers.CharField()
    at = serializers.DateTimeField()
    details = serializers.JSONField(source="data")


class MessageDetailSerializer(MessageSerializer):
    """One text with its history, oldest step first."""

    body = serializers.CharField()
    events = serializers.SerializerMethodField()

    @extend_schema_field(EventSerializer(many=True))
    def get_events(self, message: Message) -> Sequence[dict[str, Any]]:
        """Every step so far."""
        return [dict(EventSerializer(event).data) for event in message.events.order_by("at")]


class FilterSerializer(StrictSerializer):
    """What the list can be narrowed by; a mistyped name is an error, not the whole list."""

    status = serializers.ChoiceField(choices=MessageStatus.choices, required=False)
    reference = serializers.CharField(max_length=100, required=False)
    program = serializers.UUIDField(required=False)
    cursor = serializers.CharField(required=False)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=200)


class Messages(LimitedView):
    """The texts of a tenant."""

    permission_classes = (demands(GET=KeyScope.MESSAGES_READ, POST=KeyScope.MESSAGES_SEND),)

    @extend_schema(
        operation_id="send_message",
        request=SendSerializer,
        parameters=[
            OpenApiParameter(
                "Idempotency-Key",
                str,
                OpenApiParameter.HEADER,
                required=True,
                description="Same key and body: same answer, one text.",
            )
        ],
        responses={
            202: MessageSerializer,
            400: ErrorSerializer,
            401: ErrorSerializer,
            403: ErrorSerializer,
            409: OpenApiResponse(ErrorSerializer, "The gate refused it, or the key was reused."),
            429: ErrorSerializer,
        },
    )
    def post(self, request: Request) -> HttpResponse:
        """Accept a text. 202 promises that its outcome will be visible, not that it arrives."""
        given = SendSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        stored = idempotency.once(
            key=request.headers.get("Idempotency-Key", ""),
            route=_route(key_of(request)),
            request=dict(request.data),
            work=lambda: (202, _accept(request, given.validated_data)),
        )
        answer = HttpResponse(stored.body, "application/json", stored.status_code)
        if stored.is_replay:
            answer["Idempotent-Replayed"] = "true"
        return answer

    @extend_schema(
        operation_id="list_messages",
        parameters=[FilterSerializer],
        responses={
            200: MessageSerializer(many=True),
            400: ErrorSerializer,
            401: ErrorSerializer,
            403: ErrorSerializer,
        },
    )
    def get(self, request: Request) -> Response:
        """List texts, newest first."""
        filters = FilterSerializer(data=request.query_params.dict())
        filters.is_valid(raise_exception=True)
        wanted = {k: v for k, v in filters.validated_data.items() if k not in {"cursor", "limit"}}
        pages = NewestFirst()
        messages = Message.objects.filter(**wanted)
        page: list[Message] = pages.paginate_queryset(messages, request, view=self) or []
        return pages.get_paginated_response([MessageSerializer(each).data for each in page])


def _route(key: ApiKey) -> str:
    """What an Idempotency-Key belongs to: an app gone live must not be told what it tried out."""
    return f"POST /api/v1/messages{' test' if key.kind == ApiKeyKind.TEST else ''}"


def _accept(request: Request, given: dict[str, Any]) -> str:
    """Queue one text and return the answer's body, which is stored and repeated as it is."""
    message = sending.queue_message(
        given["program"],
        recipient=given["to"],
        body=given["body"],
        message_kind=given["kind"],
        reference=given["reference"],
        actor=Actor.api_key(key_of(request)),
        is_test=key_of(request).kind == ApiKeyKind.TEST,
    )
    return JSONRenderer().render(MessageSerializer(message).data).decode()


class MessageDetail(LimitedView):
    """One text."""

    permission_classes = (demands(GET=KeyScope.MESSAGES_READ),)

    @extend_schema(
        operation_id="read_message",
        responses={
            200: MessageDetailSerializer,
            401: ErrorSerializer,
            403: ErrorSerializer,
            404: ErrorSerializer,
        },
    )
    def get(self, request: Request, pk: Any) -> Response:
        """Return one text with its history."""
        if request.query_params:
            raise InvalidInput("This address takes no parameters.")
        return Response(MessageDetailSerializer(get_object_or_404(Message, pk=pk)).data)
