"""What a business can register, by what it wants: every type that the carrier offers, in groups.

What a kind is for and needs is said here; the times and fees come from `guide.json`, with date and
source, and what a type of an unknown kind is for comes from the carrier's own list.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations import expected, fees
from registrations.definitions import read_about
from registrations.fees import Fee
from registrations.models import FormDefinition
from registrations.types import Kind, TypeFacts

Words = str | Promise

# In this order on the page. Each: what people want, and one sentence that helps them choose.
GROUPS: tuple[tuple[tuple[Kind, ...], Words, Words], ...] = (
    (
        (Kind.BRAND, Kind.CAMPAIGN, Kind.VETTING),
        gettext_lazy("A local US number"),
        gettext_lazy(
            "Ten digits, known to most people. Takes two registrations: the brand, then a campaign "
            "for each program."
        ),
    ),
    (
        (Kind.TOLL_FREE,),
        gettext_lazy("A toll-free US number"),
        gettext_lazy("One registration, and the number comes first."),
    ),
    (
        (Kind.SHORT_CODE,),
        gettext_lazy("A short code"),
        gettext_lazy("Five or six digits for large volumes; takes months and costs most."),
    ),
    (
        (Kind.SENDER_ID,),
        gettext_lazy("A name instead of a number, outside the US"),
        gettext_lazy("People see letters and cannot answer. Each country registers it by itself."),
    ),
    (
        (Kind.LONG_CODE,),
        gettext_lazy("A number in another country"),
        gettext_lazy("For countries that want to know who sends before a number may text."),
    ),
    (
        (Kind.OTHER,),
        gettext_lazy("Other registrations"),
        gettext_lazy("Offered by the carrier; its own words say what they are for."),
    ),
)
FOR: dict[Kind, Words] = {
    Kind.BRAND: gettext_lazy("Tells the carriers which business texts from ten-digit numbers."),
    Kind.VETTING: gettext_lazy("Has the brand judged once more, which may allow more texts a day."),
    Kind.CAMPAIGN: gettext_lazy("Registers one program for texts from a ten-digit number."),
    Kind.TOLL_FREE: gettext_lazy("Registers one program for texts from a toll-free number."),
    Kind.SHORT_CODE: gettext_lazy("Registers one program for texts from a short code."),
    Kind.LONG_CODE: gettext_lazy("Registers one program for texts from a number of that country."),
    Kind.SENDER_ID: gettext_lazy("Registers the name that one program's texts come from."),
}
NEEDS: dict[Kind, Words] = {
    Kind.BRAND: gettext_lazy("Your company details."),
    Kind.VETTING: gettext_lazy("An approved brand. It asks nothing else."),
    Kind.CAMPAIGN: gettext_lazy("An approved brand and a published program."),
    Kind.TOLL_FREE: gettext_lazy("A published program and a screenshot of your sign-up form."),
    Kind.SHORT_CODE: gettext_lazy("A published program and a screenshot of your sign-up form."),
    Kind.LONG_CODE: gettext_lazy("A published program and a screenshot of your sign-up form."),
    Kind.SENDER_ID: gettext_lazy(
        "A published program, the name you want, and what the country demands, such as a letter "
        "of authorization."
    ),
    Kind.OTHER: gettext_lazy("What its form asks."),
}
STEPS: dict[Kind, Words] = {
    Kind.BRAND: gettext_lazy("First"),
    Kind.CAMPAIGN: gettext_lazy("Second, once the brand is approved"),
    Kind.VETTING: gettext_lazy("If you want more, between the two"),
}


@dataclass(frozen=True)
class Offer:
    """One type with what helps to choose it."""

    type: str
    label: Words
    step: Words
    purpose: Words
    needs: Words
    time: str
    fees: tuple[Fee, ...]
    needs_program: bool


@dataclass(frozen=True)
class Group:
    """The types that serve one wish."""

    title: Words
    text: Words
    offers: tuple[Offer, ...]

    @property
    def shared(self) -> str:
        """What all of several alike need, said once; empty where they differ."""
        needs = {str(offer.needs) for offer in self.offers}
        return needs.pop() if len(self.offers) > 1 and len(needs) == 1 else ""


def groups(offered: list[TypeFacts], *, country: str) -> list[Group]:
    """Return every offered type in its group; times are those for a business of that country."""
    abouts = dict(FormDefinition.objects.values_list("pk", "about"))
    found = []
    for kinds, title, text in GROUPS:
        chosen = sorted(
            (each for each in offered if each.kind in kinds), key=lambda f: kinds.index(f.kind)
        )
        offers = tuple(_offer(each, abouts.get(each.type, {}), country) for each in chosen)
        if offers:
            found.append(Group(title, text, offers))
    return found


def _offer(facts: TypeFacts, raw: dict[str, object], country: str) -> Offer:
    about = read_about(raw)
    return Offer(
        type=facts.type,
        label=_label(facts, about.title),
        step=STEPS.get(facts.kind, ""),
        purpose=FOR.get(facts.kind) or about.hint or _("The carrier does not say what it is for."),
        needs=NEEDS[facts.kind],
        time=expected.time_for(facts.type, country=country).words,
        fees=tuple(fees.of_kind(facts.kind)),
        needs_program=facts.needs_program,
    )


def _label(facts: TypeFacts, title: str) -> Words:
    """Return our name of a type; the carrier's where it names the country or is all there is."""
    ours = facts.kind not in (Kind.SENDER_ID, Kind.LONG_CODE, Kind.OTHER)
    return facts.label if ours or not title else title
