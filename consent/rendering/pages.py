"""The hosted terms and privacy pages of a program, in the order in which carriers list them."""

from consent.content import UseCase
from consent.rendering.texts import Section
from consent.rendering.voice import Voice, sentence


def terms(voice: Voice) -> tuple[Section, ...]:
    """Return the terms: program, cancelling, help, carriers, cost and frequency, privacy."""
    pages, content = voice.book.pages, voice.content
    program = content.program_name
    described = pages.description.format(kinds=voice.plurals(voice.kinds))
    return (
        Section(
            pages.terms_heading.format(program=program),
            _kept(
                pages.program.format(
                    program=program, legal=content.legal_name, trading=_trading(voice)
                ),
                f"{described} {sentence(content.description)}".strip(),
                pages.double if content.double_opt_in else "",
                pages.age.format(age=content.minimum_age) if content.minimum_age else "",
            ),
        ),
        Section(pages.cancel_heading, _cancelling(voice)),
        Section(pages.help_heading, (pages.help.format(contact=voice.contact),)),
        Section(pages.carriers_heading, (pages.carriers,)),
        Section(
            pages.cost_heading,
            (f"{pages.rates} {sentence(voice.frequency)} {pages.plan}",),
        ),
        Section(pages.privacy_heading, (pages.privacy_link.format(url=content.privacy_url),)),
    )


def privacy(voice: Voice) -> tuple[Section, ...]:
    """Return the privacy policy: what is kept and why, who delivers, the exclusion, contact."""
    pages, content = voice.book.pages, voice.content
    return (
        Section(
            pages.policy_heading.format(brand=voice.brand),
            (
                pages.policy.format(
                    legal=content.legal_name,
                    trading=_trading(voice),
                    program=content.program_name,
                ),
            ),
        ),
        Section(
            pages.collect_heading,
            _kept(
                pages.collect.format(kinds=voice.plurals(voice.kinds)),
                pages.collect_age.format(age=content.minimum_age) if content.minimum_age else "",
            ),
        ),
        Section(pages.sharing_heading, (pages.sharing, pages.exclusion)),
        Section(
            pages.choices_heading,
            (
                pages.choices.format(contact=voice.contact),
                pages.terms_link.format(url=content.terms_url),
            ),
        ),
        Section(pages.contact_heading, (f"{voice.brand}: {voice.contact}.",)),
    )


def _kept(*paragraphs: str) -> tuple[str, ...]:
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def _cancelling(voice: Voice) -> tuple[str, ...]:
    """Return how STOP works and how to come back; for codes, asking for one is a new opt-in."""
    pages, content = voice.book.pages, voice.content
    again = pages.again
    if content.opt_in_keyword:
        again += pages.again_keyword.format(keyword=content.opt_in_keyword)
    if content.use_case == UseCase.OTP:
        again += pages.again_code
    return (
        f"{pages.cancel} {again}{pages.again_end}",
        pages.ask_to_stop.format(contact=voice.contact),
    )


def _trading(voice: Voice) -> str:
    """Return the trading name where it differs from the legal one."""
    if voice.content.brand_name == voice.content.legal_name:
        return ""
    return voice.book.pages.doing_business_as.format(brand=voice.brand)
