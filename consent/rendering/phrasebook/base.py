"""What a language must be able to say: the templates from which every text is composed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class KindWording:
    """How one message kind is spoken of."""

    texts: str
    """The messages as text messages, in a consent sentence."""
    plural: str
    """Names the messages themselves, in lists and replies."""
    samples: tuple[str, str]
    """Two bodies that follow "Brand: "; without links or numbers, so no attribute is needed."""


@dataclass(frozen=True)
class Calls:
    """Sentences of the calls to action; each is one disclosure."""

    web_intro: str
    age_intro: str
    web_consent: str
    pos_consent: str
    join_by_keyword: str
    join_by_keyword_or_form: str
    join_by_form: str
    joining_consent: str
    keyword_consent: str
    other_kinds: str
    rates: str
    help: str
    help_alone: str
    call: str
    email: str
    stop: str
    condition: str
    condition_staff: str
    double: str
    age: str
    terms: str
    privacy: str


@dataclass(frozen=True)
class Script:
    """Lines of the verbal script, each with the speaker in front."""

    agent: str
    customer: str
    after_yes: str
    after_no: str
    greeting: str
    age: str
    age_wait: str
    rates: str
    help: str
    help_alone: str
    call: str
    email: str
    stop: str
    condition: str
    condition_staff: str
    terms: str
    privacy: str
    question: str
    wait: str
    answer: str
    confirmation: str
    confirmation_double: str
    refused: str
    exclusion: str
    """The sentence on sharing without a word that points at the page around it."""
    signs: Mapping[str, str]
    """How the signs in addresses are said."""


@dataclass(frozen=True)
class Pages:
    """Headings and paragraphs of the terms and the privacy policy."""

    terms_heading: str
    program: str
    doing_business_as: str
    description: str
    age: str
    double: str
    cancel_heading: str
    cancel: str
    no_more: str
    again: str
    again_keyword: str
    again_code: str
    again_end: str
    ask_to_stop: str
    help_heading: str
    help: str
    carriers_heading: str
    carriers: str
    cost_heading: str
    rates: str
    plan: str
    privacy_heading: str
    privacy_link: str
    policy_heading: str
    policy: str
    collect_heading: str
    collect: str
    collect_age: str
    sharing_heading: str
    sharing: str
    exclusion: str
    choices_heading: str
    choices: str
    terms_link: str
    contact_heading: str


@dataclass(frozen=True)
class Replies:
    """The short automatic texts, each in falling length; all within the GSM alphabet."""

    confirmations: Sequence[str]
    requests: Sequence[str]
    helps: Sequence[str]
    optouts: Sequence[str]
    otp_optouts: Sequence[str]
    otp_call: str
    call: str
    email: str
    visit: str
    sample_end: str
    no_kind: str
    short_frequency: tuple[tuple[str, str], ...]
    """Pairs of pattern and replacement that shorten a frequency."""
    varies: str


@dataclass(frozen=True)
class Frequencies:
    """How often messages come: read from one language and said in another."""

    varies: str
    varies_pattern: str
    count: str
    up_to: str
    count_pattern: str
    """With the groups limit, number and unit."""
    message: str
    messages: str
    numbers: Mapping[str, int]
    units: Mapping[str, str]
    """Unit code to the words "per month"."""
    unit_patterns: Mapping[str, str]


@dataclass(frozen=True)
class Phrasebook:
    """One language."""

    code: str
    kinds: Mapping[str, KindWording]
    unknown_kind: KindWording
    any_texts: str
    """The messages while no kind is chosen."""
    conjunction: str
    alternative: str
    calls: Calls
    script: Script
    pages: Pages
    replies: Replies
    frequencies: Frequencies

    def kind(self, code: str) -> KindWording:
        """Return the words for a kind; a kind not known yet is spoken of by its own code."""
        if code in self.kinds:
            return self.kinds[code]
        plain = code.replace("_", " ")
        spoken = self.unknown_kind
        return KindWording(
            spoken.texts.replace("{kind}", plain),
            spoken.plural.replace("{kind}", plain),
            (
                spoken.samples[0].replace("{kind}", plain),
                spoken.samples[1].replace("{kind}", plain),
            ),
        )

    def listed(self, items: Sequence[str]) -> str:
        """Join words as the language does: "a", "a and b", "a, b and c"."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.conjunction} {items[-1]}"
