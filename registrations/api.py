"""The REST API for registrations: what a tenant's app may know of its filings."""

from collections.abc import Sequence
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from registrations import presenting
from registrations.models import Deadline, Originator, Registration
from registrations.states import OriginatorStatus, RegistrationStatus
from tenants.api_auth import demands
from tenants.api_format import NewestFirst, StrictSerializer
from tenants.api_limits import ErrorSerializer, LimitedView
from tenants.errors import InvalidInput
from tenants.models import KeyScope

_ERRORS = {401: ErrorSerializer, 403: ErrorSerializer}


class NumberSerializer(serializers.Serializer[Originator]):
    """A number or sender ID that the registration gave."""

    id = serializers.UUIDField()
    number = serializers.CharField(help_text="E.164, or the digits of a short code.")
    sender_id = serializers.CharField()
    country = serializers.CharField()
    type = serializers.CharField(source="number_type")
    status = serializers.ChoiceField(choices=OriginatorStatus.choices)


class DeadlineSerializer(serializers.Serializer[Deadline]):
    """Something that somebody must do by a day."""

    kind = serializers.ChoiceField(choices=Deadline.Kind.choices)
    due_at = serializers.DateTimeField()
    is_hard = serializers.BooleanField(help_text="Something ends when it passes.")


class RegistrationSerializer(serializers.Serializer[Registration]):
    """One registration as the API shows it."""

    id = serializers.UUIDField()
    type = serializers.CharField(help_text="The carrier's name of the type; the list grows.")
    label = serializers.CharField(source="type_label")  # type: ignore[assignment]
    status = serializers.ChoiceField(choices=RegistrationStatus.choices)
    is_in_force = serializers.BooleanField(
        help_text="May its numbers send? Also while an update is being reviewed."
    )
    program = serializers.UUIDField(source="program_id", allow_null=True)
    carrier_status = serializers.CharField(help_text="As the carrier spells it.")
    created_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()


class ReasonSerializer(serializers.Serializer[Any]):
    """Why a round was denied, in the reviewers' words."""

    code = serializers.CharField(default="")
    text = serializers.CharField(default="")


class RegistrationDetailSerializer(RegistrationSerializer):
    """One registration with whose turn it is, its numbers, its open deadlines, and any denial."""

    round = serializers.IntegerField(source="current.number")
    turn = serializers.SerializerMethodField(help_text="you, we, carrier or nobody.")
    denied_reasons = serializers.SerializerMethodField()
    numbers = NumberSerializer(source="originators", many=True)
    deadlines = serializers.SerializerMethodField()

    @extend_schema_field(str)
    def get_turn(self, registration: Registration) -> str:
        """Who has to act."""
        return str(presenting.turn(registration)["who"])

    @extend_schema_field(ReasonSerializer(many=True))
    def get_denied_reasons(self, registration: Registration) -> Sequence[dict[str, Any]]:
        """The reasons of the newest round."""
        reasons = registration.current.denied_reasons
        return [dict(ReasonSerializer(reason).data) for reason in reasons]

    @extend_schema_field(DeadlineSerializer(many=True))
    def get_deadlines(self, registration: Registration) -> Sequence[dict[str, Any]]:
        """Those that are still open, the next one first."""
        waiting = registration.deadlines.filter(met_at=None)
        return [dict(DeadlineSerializer(each).data) for each in waiting]


class FilterSerializer(StrictSerializer):
    """What the list can be narrowed by; a mistyped name is an error, not the whole list."""

    status = serializers.ChoiceField(choices=RegistrationStatus.choices, required=False)
    type = serializers.CharField(max_length=64, required=False)
    program = serializers.UUIDField(required=False)
    cursor = serializers.CharField(required=False)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=200)


class Registrations(LimitedView):
    """The registrations of a tenant."""

    permission_classes = (demands(GET=KeyScope.REGISTRATIONS_READ),)

    @extend_schema(
        operation_id="list_registrations",
        parameters=[FilterSerializer],
        responses={200: RegistrationSerializer(many=True), 400: ErrorSerializer, **_ERRORS},
    )
    def get(self, request: Request) -> Response:
        """List registrations, newest first."""
        filters = FilterSerializer(data=request.query_params.dict())
        filters.is_valid(raise_exception=True)
        wanted = {k: v for k, v in filters.validated_data.items() if k not in {"cursor", "limit"}}
        pages = NewestFirst()
        found = Registration.objects.filter(**wanted)
        page: list[Registration] = pages.paginate_queryset(found, request, view=self) or []
        return pages.get_paginated_response([RegistrationSerializer(each).data for each in page])


class RegistrationDetail(LimitedView):
    """One registration."""

    permission_classes = (demands(GET=KeyScope.REGISTRATIONS_READ),)

    @extend_schema(
        operation_id="read_registration",
        responses={200: RegistrationDetailSerializer, 404: ErrorSerializer, **_ERRORS},
    )
    def get(self, request: Request, pk: Any) -> Response:
        """Return one registration with whose turn it is, its numbers and what is due."""
        if request.query_params:
            raise InvalidInput("This address takes no parameters.")
        found = get_object_or_404(Registration.objects.select_related("brand", "program"), pk=pk)
        return Response(RegistrationDetailSerializer(found).data)
