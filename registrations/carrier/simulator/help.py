"""The help page at `/`: what the simulator can be made to do, taken from the code itself."""

from collections.abc import Iterable

from markupsafe import Markup
from werkzeug.wrappers import Request, Response

from . import control, magic
from .operations import OPERATIONS
from .phone import join, page, render
from .world import World


def help_page(world: World, _request: Request) -> Response:
    """GET /: magic words, magic numbers, test controls and the way in."""
    options = world.options
    main = render(
        "help",
        words=_rows(magic.MAGIC_WORDS.items()),
        fields=", ".join(magic.WATCHED_FIELDS),
        numbers=_rows(
            (f"555-{digits}", outcome.meaning) for digits, outcome in magic.MAGIC_NUMBERS.items()
        ),
        usual=magic.USUAL.meaning,
        fixed=_rows(
            (number, outcome.meaning) for number, outcome in magic.SIMULATOR_DESTINATIONS.items()
        ),
        controls=_rows(_controls()),
        operations=join(render("help_operation", name=name) for name in sorted(OPERATIONS)),
        hook=options.hook_url or "nowhere: no --hook-url was given",
        state_dir=options.state_dir,
        review=f"{options.review_seconds:g}",
    )
    return page("Help", main)


def _controls() -> Iterable[tuple[str, str]]:
    """Yield each test control with the description in its docstring."""
    for rule in control.RULES:
        text = " ".join((rule.endpoint.__doc__ or "").split())
        call, _colon, meaning = text.partition(": ")
        yield call, meaning


def _rows(pairs: Iterable[tuple[str, str]]) -> Markup:
    return join(render("help_row", term=term, meaning=meaning) for term, meaning in pairs)
