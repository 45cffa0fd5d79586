"""The hosted terms and privacy pages of a program, in the order in which carriers list them."""

from collections.abc import Iterator

from consent.content import UseCase
from consent.rendering.texts import Section
from consent.rendering.voice import Voice, sentence

# A paragraph is made of pieces: (what it says, its words).
Paragraph = tuple[tuple[str, str], ...]
Part = tuple[str, tuple[Paragraph, ...]]


def terms(voice: Voice) -> tuple[Section, ...]:
    """Return the terms: program, cancelling, help, carriers, cost and frequency, privacy."""
    return tuple(map(_section, _terms(voice)))


def privacy(voice: Voice) -> tuple[Section, ...]:
    """Return the privacy policy: what is kept and why, who delivers, the exclusion, contact."""
    return tuple(map(_section, _privacy(voice)))


def pieces(voice: Voice, page: str) -> Iterator[tuple[str, str]]:
    """Yield (item, words) of the terms or the privacy page, each of its headings included."""
    for heading, paragraphs in (_terms if page == "terms" else _privacy)(voice):
        yield "heading", heading
        for paragraph in paragraphs:
            yield from paragraph


def _section(part: Part) -> Section:
    heading, paragraphs = part
    texts = (" ".join(text for _, text in paragraph if text) for paragraph in paragraphs)
    return Section(heading, tuple(text for text in texts if text))


def _terms(voice: Voice) -> Iterator[Part]:
    pages, content = voice.book.pages, voice.content
    program = content.program_name
    age = pages.age.format(age=content.minimum_age) if content.minimum_age else ""
    yield (
        pages.terms_heading.format(program=program),
        (
            _one("program", pages.program, program=program, **_business(voice)),
            (
                ("description", pages.description.format(kinds=voice.plurals(voice.kinds))),
                ("own_description", sentence(content.description)),
            ),
            (("double", pages.double if content.double_opt_in else ""),),
            (("age", age),),
        ),
    )
    yield (
        pages.cancel_heading,
        (
            (("stop", pages.cancel), ("no_more", pages.no_more), ("again", _again(voice))),
            _one("channels", pages.ask_to_stop, contact=voice.contact),
        ),
    )
    yield pages.help_heading, (_one("help", pages.help, contact=voice.contact),)
    yield pages.carriers_heading, (_one("carriers", pages.carriers),)
    frequency = sentence(voice.frequency)
    cost = (("rates", pages.rates), ("frequency", frequency), ("plan", pages.plan))
    yield pages.cost_heading, (cost,)
    yield pages.privacy_heading, (_one("privacy", pages.privacy_link, url=content.privacy_url),)


def _privacy(voice: Voice) -> Iterator[Part]:
    pages, content = voice.book.pages, voice.content
    age = pages.collect_age.format(age=content.minimum_age) if content.minimum_age else ""
    yield (
        pages.policy_heading.format(brand=voice.brand),
        (_one("policy", pages.policy, program=content.program_name, **_business(voice)),),
    )
    yield (
        pages.collect_heading,
        (_one("collect", pages.collect, kinds=voice.plurals(voice.kinds)), (("age", age),)),
    )
    yield (
        pages.sharing_heading,
        (_one("sharing", pages.sharing), _one("exclusion", pages.exclusion)),
    )
    yield (
        pages.choices_heading,
        (
            _one("choices", pages.choices, contact=voice.contact),
            _one("terms", pages.terms_link, url=content.terms_url),
        ),
    )
    yield pages.contact_heading, (_one("contact", f"{voice.brand}: {voice.contact}."),)


def _one(item: str, text: str, **values: str) -> Paragraph:
    """Return a paragraph of one piece."""
    return ((item, text.format(**values) if values else text),)


def _business(voice: Voice) -> dict[str, str]:
    """Return the legal name, with the trading name where it differs."""
    content = voice.content
    differs = content.brand_name != content.legal_name
    trading = voice.book.pages.doing_business_as.format(brand=voice.brand) if differs else ""
    return {"legal": content.legal_name, "trading": trading}


def _again(voice: Voice) -> str:
    """Return how to come back; for codes, asking for one is a new opt-in."""
    pages, content = voice.book.pages, voice.content
    again = pages.again
    if content.opt_in_keyword:
        again += pages.again_keyword.format(keyword=content.opt_in_keyword)
    if content.use_case == UseCase.OTP:
        again += pages.again_code
    return again + pages.again_end
