"""What the forms of several providers share: their kinds, and how values are spelled."""

from collections.abc import Callable, Mapping

from registrations.exports.facts import Fact
from registrations.types import Kind

BRAND = frozenset({Kind.BRAND, Kind.VETTING})
CAMPAIGN = frozenset({Kind.CAMPAIGN})
TOLL_FREE = frozenset({Kind.TOLL_FREE})

# The carrier's spelling of a campaign's use case → the registry's, where they differ.
REGISTRY_USE_CASES = {"TWO_FACTOR_AUTHENTICATION": "2FA"}
YES = "Always yes here: nobody is texted who has not opted in, and STOP and HELP are answered."
KEYWORDS = "STOP, HELP and their synonyms are answered by the portal or by the carrier."


def spelled(names: Mapping[str, str]) -> Callable[[Fact], Fact]:
    """Return what turns our spelling into another's; a word that is not listed stays as it is."""

    def translated(value: Fact) -> Fact:
        if isinstance(value, tuple):
            return tuple(names.get(each, each) for each in value)
        return names.get(str(value), value)

    return translated
