"""What a rule and a finding are, and the registry in which every rule is declared once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from consent.content import NumberType, UseCase
from consent.rules.isv import IsvIdentity

if TYPE_CHECKING:
    from consent.rules.subject import Subject


class Severity(StrEnum):
    """How much a finding matters to a submission."""

    BLOCKER = "blocker"
    """Reviewers reject it, or law forbids it; the submission is stopped."""
    WARNING = "warning"
    """Often rejected; the submission is possible once somebody acknowledged it."""
    ADVICE = "advice"
    """Better practice."""


class DecidedBy(StrEnum):
    """Where a rule can be decided."""

    TEXT = "text"
    """By reading one text."""
    DATA = "data"
    """By preflight, from the data of a program, a company or a registration."""
    LIVE = "live"
    """By opening a page as reviewers do."""
    WORKER = "worker"
    """By what the running system does with messages; no check of a text can tell."""


class TextKind(StrEnum):
    """What a text is, which decides the rules that read it."""

    WEB = "web"
    POS = "pos"
    FLYER = "flyer"
    KEYWORD = "keyword"
    VERBAL = "verbal"
    TERMS = "terms"
    PRIVACY = "privacy"
    SAMPLE_MESSAGE = "sample_message"
    OPTOUT_CONFIRMATION = "optout_confirmation"
    HELP_REPLY = "help_reply"
    OPTIN_CONFIRMATION = "optin_confirmation"
    MESSAGE_FLOW = "message_flow"
    DESCRIPTION = "description"
    """The description of a program in its registration."""
    REGISTRATION = "registration"
    """Not one text but the data of a registration; only preflight reads it."""


CALL_TO_ACTION = frozenset(
    {TextKind.WEB, TextKind.POS, TextKind.FLYER, TextKind.VERBAL, TextKind.KEYWORD}
)
EVERY_TEXT = frozenset(TextKind) - {TextKind.REGISTRATION}
# Sender IDs do not exist in the United States and Canada; all other originators are theirs.
US_AND_CANADA = frozenset({NumberType.TEN_DLC, NumberType.TOLL_FREE, NumberType.SHORT_CODE})
ALL_NUMBERS = frozenset(NumberType)
ALL_USE_CASES = frozenset(UseCase)


@dataclass(frozen=True)
class Context:
    """What a rule may know beside the text itself."""

    brand_names: tuple[str, ...] = ()
    """Every name by which the sender may be named: DBA, legal name, program name."""
    number_type: str = NumberType.TEN_DLC
    use_case: str = UseCase.TRANSACTIONAL
    domains: tuple[str, ...] = ()
    """Domains that belong to the tenant or are declared by it."""
    support_email: str = ""
    """The registered one, for the comparison with the HELP reply; empty when unknown."""
    samples_have_opt_out: bool | None = None
    """Whether another sample of the set tells how to opt out; None: this is the whole set."""
    linked_call_to_action: bool | None = None
    """Whether a passing call to action accompanies the message flow; None when unknown."""
    isv: IsvIdentity | None = None


@dataclass(frozen=True)
class Hit:
    """What a check found: a span of the normalised text, or something missing."""

    start: int | None = None
    end: int | None = None
    message: str = ""
    """Replaces the rule's own sentence where the check can say more."""
    severity: Severity | None = None
    """Replaces the rule's severity where the text itself decides it."""
    code: str = ""
    """Names the part of a rule that failed, such as OPTIN-CONFIRM-STOP."""
    raw: bool = False
    """The span counts characters of the original text, not of the normalised one."""


MISSING = Hit()
Check = Callable[["Subject"], Iterable[Hit]]


@dataclass(frozen=True)
class Rule:
    """One rule, declared once: what it demands, of which texts, and what it prevents."""

    id: str
    title: str
    problem: str
    """One sentence for the person who wrote the text."""
    fix: str
    severity: Severity = Severity.BLOCKER
    kinds: frozenset[TextKind] = CALL_TO_ACTION
    number_types: frozenset[NumberType] = ALL_NUMBERS
    use_cases: frozenset[UseCase] = ALL_USE_CASES
    severity_by_use_case: Mapping[str, Severity] = field(
        default_factory=lambda: MappingProxyType({})
    )
    severity_by_number_type: Mapping[str, Severity] = field(
        default_factory=lambda: MappingProxyType({})
    )
    prevents: tuple[str, ...] = ()
    """Reviewers' codes and names for the rejection, as they publish them."""
    source: str = ""
    """Who demands it: carriers, a law, the AWS documentation."""
    check: Check | None = field(default=None, compare=False, repr=False)
    """None for rules that no single text decides."""
    decided_by: DecidedBy = DecidedBy.TEXT
    enforcement: str = ""
    """How the running system upholds the rule, or that it does not yet; for WORKER rules."""
    upheld_by: tuple[str, ...] = ()
    """Dotted paths of the functions that uphold it; empty while nothing does."""
    proved_by: tuple[str, ...] = ()
    """The tests that prove it, as path::function."""

    @property
    def family(self) -> str:
        """Return the group of rules this one belongs to: the first word of its id."""
        return self.id.split("-", 1)[0]

    def applies(self, kind: str, context: Context) -> bool:
        """Return whether this rule reads a text of this kind in this context."""
        return (
            kind in self.kinds
            and context.number_type in self.number_types
            and context.use_case in self.use_cases
        )

    def severity_for(self, context: Context) -> Severity:
        """Return how severe a violation is for this use case and number type."""
        by_use_case = self.severity_by_use_case.get(context.use_case, self.severity)
        return self.severity_by_number_type.get(context.number_type, by_use_case)

    def finding(
        self,
        kind: str,
        context: Context,
        *,
        message: str = "",
        severity: Severity | None = None,
        code: str = "",
        span: tuple[int, int] | None = None,
        field: str = "",
    ) -> "Finding":
        """Return a finding of this rule; `span` counts characters of the original text."""
        start, end = span or (None, None)
        return Finding(
            rule=self.id,
            severity=severity or self.severity_for(context),
            kind=str(kind),
            message=message or self.problem,
            fix=self.fix,
            prevents=self.prevents,
            start=start,
            end=end,
            code=code or self.id,
            field=field,
        )


@dataclass(frozen=True)
class Finding:
    """One violation, with what a person needs to see and to mend it."""

    rule: str
    severity: Severity
    kind: str
    message: str
    fix: str
    prevents: tuple[str, ...]
    start: int | None = None
    """First character of the offending span in the original text; None when it is missing."""
    end: int | None = None
    code: str = ""
    """The rule's id, or the part of the rule that failed."""
    field: str = ""
    """Dotted path of the field at fault, such as brand.legal_name."""

    @property
    def is_blocker(self) -> bool:
        """Return whether this finding stops a submission."""
        return self.severity is Severity.BLOCKER


_REGISTRY: dict[str, Rule] = {}


def declare(new: Rule) -> Rule:
    """Add a rule to the registry. Raises ValueError when its id is taken."""
    if new.id in _REGISTRY:
        raise ValueError(f"The rule {new.id} is declared twice.")
    _REGISTRY[new.id] = new
    return new


def rule(
    id: str,
    title: str,
    *,
    problem: str,
    fix: str,
    severity: Severity = Severity.BLOCKER,
    kinds: frozenset[TextKind] = CALL_TO_ACTION,
    number_types: frozenset[NumberType] = ALL_NUMBERS,
    use_cases: frozenset[UseCase] = ALL_USE_CASES,
    severity_by_use_case: Mapping[str, Severity] = MappingProxyType({}),
    severity_by_number_type: Mapping[str, Severity] = MappingProxyType({}),
    prevents: tuple[str, ...] = (),
    source: str = "",
) -> Callable[[Check], Check]:
    """Declare a text rule whose check is the decorated function."""

    def declared(check: Check) -> Check:
        declare(
            Rule(
                id=id,
                title=title,
                problem=problem,
                fix=fix,
                severity=severity,
                kinds=kinds,
                number_types=number_types,
                use_cases=use_cases,
                severity_by_use_case=severity_by_use_case,
                severity_by_number_type=severity_by_number_type,
                prevents=prevents,
                source=source,
                check=check,
            )
        )
        return check

    return declared


def registry() -> tuple[Rule, ...]:
    """Return every rule declared so far, in declaration order."""
    return tuple(_REGISTRY.values())
