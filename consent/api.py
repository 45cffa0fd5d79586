"""The REST API for wordings: judge texts by the rules, and list the rules."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from consent.content import NumberType, UseCase
from consent.linting import KINDS, judge
from consent.rules import Rule, Severity, catalogue
from consent.rules.base import DecidedBy
from consent.rules.normalise import MAX_CHARACTERS
from tenants.api_auth import demands
from tenants.api_format import StrictSerializer
from tenants.api_limits import ErrorSerializer, LimitedView
from tenants.errors import InvalidInput
from tenants.models import KeyScope

MOST_TEXTS = 100
# About the length of ten long terms pages; what a request may cost is bounded by it.
MOST_CHARACTERS = 200_000
MOST_DOMAINS = 50


class StringField(serializers.CharField):
    """A string and nothing that could be made one: a number for a text is a mistake."""

    def to_internal_value(self, data: Any) -> str:
        """Return the string as it is. Raises ValidationError for anything else."""
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class TextSerializer(StrictSerializer):
    """One text to be judged."""

    id = serializers.JSONField(
        required=False, default=None, help_text="Yours: a number or a string, given back."
    )
    kind = serializers.ChoiceField(choices=KINDS, help_text="What the text is.")
    text = StringField(
        max_length=MAX_CHARACTERS, trim_whitespace=False, allow_blank=True,
        help_text="Plain text or HTML.",
    )  # fmt: skip
    brand = StringField(
        max_length=200, required=False, allow_blank=True, default="", help_text="The sender's name."
    )
    number_type = serializers.ChoiceField(
        choices=NumberType.choices(), required=False, default=str(NumberType.TEN_DLC)
    )
    use_case = serializers.ChoiceField(
        choices=UseCase.choices(), required=False, default=str(UseCase.TRANSACTIONAL)
    )
    domains = serializers.ListField(
        child=StringField(max_length=253), max_length=MOST_DOMAINS, required=False,
        default=list, help_text="Hosts that belong to the sender.",
    )  # fmt: skip

    def validate_id(self, value: Any) -> Any:
        """Take what is easily given back, and no structure."""
        if not (value is None or isinstance(value, str | int)) or len(str(value)) > 200:
            raise ValidationError("Give a number or a string of up to 200 characters.")
        return value


class TextsSerializer(StrictSerializer):
    """Several texts to be judged, in order."""

    texts = serializers.ListField(
        child=TextSerializer(), min_length=1, max_length=MOST_TEXTS, help_text="Up to 100."
    )

    def validate_texts(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Bound what one request may cost."""
        if sum(len(each["text"]) for each in value) > MOST_CHARACTERS:
            raise ValidationError(f"Send at most {MOST_CHARACTERS} characters in one request.")
        return value


class EditSerializer(serializers.Serializer[Any]):
    """The replacement that mends a finding; start equals end where something is put in."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    replacement = serializers.CharField()


class FindingSerializer(serializers.Serializer[Any]):
    """One violation; start and end are null where something is missing."""

    rule = serializers.CharField()
    severity = serializers.ChoiceField(choices=[each.value for each in Severity])
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)
    message = serializers.CharField()
    fix = serializers.CharField()
    prevents = serializers.ListField(child=serializers.CharField())
    edit = EditSerializer(allow_null=True)


class JudgedSerializer(serializers.Serializer[Any]):
    """What is wrong with one text, worst first as reviewers read."""

    id = serializers.JSONField(allow_null=True)
    findings = FindingSerializer(many=True)


class AllJudgedSerializer(serializers.Serializer[Any]):
    """The answers in the order of the texts."""

    texts = JudgedSerializer(many=True)


_ERRORS = {
    400: ErrorSerializer,
    401: ErrorSerializer,
    403: ErrorSerializer,
    413: ErrorSerializer,
    429: ErrorSerializer,
}


class Lint(LimitedView):
    """Judges texts; nothing of them is kept."""

    permission_classes = (demands(POST=KeyScope.TEXTS_LINT),)

    @extend_schema(
        operation_id="lint_texts",
        request=PolymorphicProxySerializer(
            "OneTextOrSeveral", [TextSerializer, TextsSerializer], resource_type_field_name=None
        ),
        responses={
            200: PolymorphicProxySerializer(
                "OneJudgedOrSeveral",
                [JudgedSerializer, AllJudgedSerializer],
                resource_type_field_name=None,
            ),
            **_ERRORS,
        },
    )
    def post(self, request: Request) -> Response:
        """Judge one text, or up to 100 of them, by every rule that reads such a text.

        A text is `{"kind": …, "text": …}` with `brand`, `number_type`, `use_case`, `domains` and
        an `id` of yours as you like; several are `{"texts": [ … ]}`.
        """
        is_many = "texts" in request.data
        given = (TextsSerializer if is_many else TextSerializer)(data=request.data)
        if not given.is_valid():
            raise ValidationError(_flat(given.errors))
        if not is_many:
            return Response(_judged(given.validated_data))
        return Response({"texts": [_judged(each) for each in given.validated_data["texts"]]})


def _judged(given: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": given["id"], "findings": judge(given).as_data()}


def _flat(errors: Any, path: str = "") -> dict[str, Any]:
    """Return errors by the path of the field at fault, such as texts.3.kind."""
    if not isinstance(errors, dict):
        return {path: errors}
    found: dict[str, Any] = {}
    for name, inner in errors.items():
        found |= _flat(inner, f"{path}.{name}" if path else str(name))
    return found


class RuleSerializer(serializers.Serializer[Rule]):
    """One rule as it is declared."""

    id = serializers.CharField()
    title = serializers.CharField()
    family = serializers.CharField()
    severity = serializers.ChoiceField(choices=[each.value for each in Severity])
    severity_by_use_case = serializers.DictField(child=serializers.CharField())
    severity_by_number_type = serializers.DictField(child=serializers.CharField())
    kinds = serializers.SerializerMethodField()
    number_types = serializers.SerializerMethodField()
    use_cases = serializers.SerializerMethodField()
    problem = serializers.CharField()
    fix = serializers.CharField()
    prevents = serializers.ListField(child=serializers.CharField())
    source = serializers.CharField()  # type: ignore[assignment]
    decided_by = serializers.ChoiceField(choices=[each.value for each in DecidedBy])

    def get_kinds(self, rule: Rule) -> list[str]:
        """The kinds of text that the rule reads."""
        return sorted(rule.kinds)

    def get_number_types(self, rule: Rule) -> list[str]:
        """The number types for which it holds."""
        return sorted(rule.number_types)

    def get_use_cases(self, rule: Rule) -> list[str]:
        """The use cases for which it holds."""
        return sorted(rule.use_cases)


class AllRulesSerializer(serializers.Serializer[Any]):
    """The whole catalogue."""

    rules = RuleSerializer(many=True)


class Rules(LimitedView):
    """The catalogue of rules."""

    permission_classes = (demands(GET=KeyScope.TEXTS_LINT),)

    @extend_schema(
        operation_id="list_rules",
        responses={200: AllRulesSerializer, 401: ErrorSerializer, 403: ErrorSerializer},
    )
    def get(self, request: Request) -> Response:
        """List every rule: what it demands, of which texts, and what it prevents."""
        if request.query_params:
            raise InvalidInput("This address takes no parameters.")
        return Response({"rules": [dict(RuleSerializer(each).data) for each in catalogue()]})
