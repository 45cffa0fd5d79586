"""What the publication of a draft brings about, said before it happens.

Who agreed to which version is known here. Apps that come after this one know more, such as which
registrations quote the texts; each registers a function that tells, when Django starts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count

from consent.content import ProgramContent
from consent.models import Consent, Program
from consent.rendering import RenderedTexts


@dataclass(frozen=True)
class Consequence:
    """One thing beside the program that quotes it."""

    label: str
    state: str
    """In words."""
    text: str
    """What happens to it, or who has to do what; one sentence."""
    url: str = ""
    changes: tuple[str, ...] = ()
    """Names of what would read differently."""


Provider = Callable[[Program, ProgramContent, RenderedTexts], Iterable[Consequence]]
_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Let an app tell what a publication means for what it keeps; registering twice is once."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)
    return provider


def of(program: Program, content: ProgramContent, texts: RenderedTexts) -> list[Consequence]:
    """Return what would follow if a program said this."""
    return [each for provider in _PROVIDERS for each in provider(program, content, texts)]


def agreed(program: Program) -> dict[int | None, int]:
    """Return how many may be texted by the number of the version that they agreed to.

    None stands for those whose version was not recorded.
    """
    counted = (
        Consent.objects.opted_in()
        .filter(program=program)
        .values("last_event__version__number")
        .annotate(people=Count("pk"))
        .order_by()
    )
    return {row["last_event__version__number"]: row["people"] for row in counted}
