"""One-click repairs: each mends its finding, and with the facts of a program no blocker is left."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent import gsm
from consent.content import Language, MessageKind, NumberType, OptInWay, ProgramContent, UseCase
from consent.linting import KINDS
from consent.rendering import render
from consent.repairs import Edit, apply, repair, repair_all
from consent.rules import Context, Finding, lint
from tests.builders import make_content

KIND_OF: dict[str, tuple[str, ...]] = {
    UseCase.TRANSACTIONAL: (MessageKind.APPOINTMENT, MessageKind.ORDER),
    UseCase.MARKETING: (MessageKind.MARKETING,),
    UseCase.OTP: (MessageKind.SECURITY_CODE,),
    UseCase.MIXED: (MessageKind.DELIVERY, MessageKind.MARKETING),
    UseCase.CARE: (MessageKind.CARE,),
    UseCase.CHARITY: (MessageKind.CHARITY,),
    UseCase.INTERNAL: (MessageKind.STAFF,),
}
CORPUS = tuple(
    json.loads(line)["text"]
    for path in sorted((Path(__file__).parent / "corpus").rglob("*.jsonl"))
    for line in path.read_text().splitlines()
    if line.strip()
)
SPOILED = st.sampled_from(
    ["", " ", "You must agree to texts to order.", "[x] ", "texts, emails and calls", "{{brand}}",
     "http://bit.ly/abc", "Come back for 20% off!", "casino bonus", "our partners may text you",
     "not ", "cannot ", "“quoted”", "👍", "<b>", "</p>", "<input type=checkbox checked required>",
     "We may share your mobile number with partners for their marketing.", "click below",
     "No consent is needed.", "We bought a list of numbers.", "wine club", "\n\n", "STOP", "HELP"]
)  # fmt: skip


def context_of(facts: ProgramContent, number_type: str = NumberType.TEN_DLC) -> Context:
    """What the rules know of this program."""
    return Context(
        brand_names=facts.names, number_type=number_type, use_case=facts.use_case,
        domains=("portal.example", "mapledental.example"), support_email=facts.support_email,
    )  # fmt: skip


def facts_of(use_case: str, language: str = Language.ENGLISH) -> ProgramContent:
    """A sound program of this use case, asked for in every way."""
    return make_content(
        use_case=use_case, message_kinds=KIND_OF[use_case], language=language,
        methods=OptInWay.codes(), text_number="+12065550199",
        frequency="Message frequency varies",
        description="Texts from Maple Dental to customers who opted in: appointment reminders, "
        "security codes, offers and donation requests.",
    )  # fmt: skip


def text_of(facts: ProgramContent, kind: str) -> str:
    """The composed text of this kind."""
    texts = render(facts)
    return {
        "web": texts.cta_web[0].text, "pos": texts.cta_pos[0].text, "flyer": texts.cta_flyer,
        "keyword": texts.cta_keyword, "verbal": texts.verbal_script, "terms": texts.terms_text,
        "privacy": texts.privacy_text, "sample_message": texts.sample_messages[0],
        "optout_confirmation": texts.optout_confirmation, "help_reply": texts.help_reply,
        "optin_confirmation": texts.optin_confirmation, "message_flow": texts.message_flow,
        "description": facts.description,
    }[kind]  # fmt: skip


def blockers(findings: list[Finding]) -> list[str]:
    """The codes of what stops a submission."""
    return [each.code for each in findings if each.is_blocker]


FACTS = st.builds(facts_of, st.sampled_from(UseCase.codes()), st.sampled_from(Language.codes()))
MUTATIONS = st.lists(
    st.tuples(st.floats(0, 1), st.floats(0, 1), SPOILED | st.text(max_size=6)), max_size=5
)


def mutated(text: str, mutations: list[tuple[float, float, str]]) -> str:
    """Replace stretches of a text, named by where they begin and end as shares of its length."""
    for first, last, new in mutations:
        start, end = sorted((int(first * len(text)), int(last * len(text))))
        text = text[:start] + new + text[min(end, start + 120) :]
    return text


@settings(deadline=None, max_examples=150)
@given(
    facts=FACTS, kind=st.sampled_from(KINDS), mutations=MUTATIONS,
    number_type=st.sampled_from(NumberType.codes()),
)  # fmt: skip
def test_a_spoiled_text_is_repaired_until_no_blocker_is_left(
    facts: ProgramContent, kind: str, mutations: Any, number_type: str
) -> None:
    context = context_of(facts, number_type)
    text, left = repair_all(
        mutated(text_of(facts, kind), mutations), kind, context=context, facts=facts
    )

    assert blockers(left) == [], text
    assert left == lint(kind, text, context=context)


@settings(deadline=None, max_examples=200)
@given(
    facts=FACTS, kind=st.sampled_from(KINDS),
    text=st.sampled_from(CORPUS or ("",)) | st.text(max_size=80),
)  # fmt: skip
def test_any_text_at_all_is_repaired_until_no_blocker_is_left(
    facts: ProgramContent, kind: str, text: str
) -> None:
    repaired, left = repair_all(text, kind, context=context_of(facts), facts=facts)

    assert blockers(left) == [], repaired


@settings(deadline=None, max_examples=150)
@given(kind=st.sampled_from(KINDS), text=st.sampled_from(CORPUS or ("",)) | st.text(max_size=80))
def test_an_edit_lies_inside_the_text_and_changes_it(kind: str, text: str) -> None:
    context = Context(brand_names=("Acme",), use_case="marketing")
    for finding in lint(kind, text, context=context):
        edit = repair(finding, text, context=context)
        if edit is not None:
            assert 0 <= edit.start <= edit.end <= len(text)
            assert apply(edit, text) != text


@settings(deadline=None, max_examples=100)
@given(kind=st.sampled_from(KINDS), text=st.sampled_from(CORPUS or ("",)) | st.text(max_size=80))
def test_without_facts_no_address_is_invented(kind: str, text: str) -> None:
    context = Context(brand_names=("Acme",), use_case="marketing")
    repaired, _ = repair_all(text, kind, context=context)

    known = set(re.findall(r"\w+@\w+|://\S{3}|\d{3,}", text))
    assert set(re.findall(r"\w+@\w+|://\S{3}|\d{3,}", repaired)) <= known | {"160"}


@pytest.mark.parametrize("use_case", UseCase.codes())
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "description"])
def test_a_sound_text_is_left_as_it_is(kind: str, use_case: str) -> None:
    facts = facts_of(use_case)
    text = text_of(facts, kind)
    findings = lint(kind, text, context=context_of(facts))

    assert blockers(findings) == []
    if not findings:
        assert repair_all(text, kind, context=context_of(facts), facts=facts) == (text, [])


@settings(deadline=None, max_examples=40)
@given(facts=FACTS, kind=st.sampled_from(KINDS), mutations=MUTATIONS)
def test_what_is_repaired_needs_no_repair(facts: ProgramContent, kind: str, mutations: Any) -> None:
    context = context_of(facts)
    once, _ = repair_all(
        mutated(text_of(facts, kind), mutations), kind, context=context, facts=facts
    )

    assert repair_all(once, kind, context=context, facts=facts)[0] == once


ONE_CLICK = [
    ("web", "Msg & data rates may apply", "CTA-RATES-VERBATIM", "Message and data rates may apply"),
    ("web", "See http://acme.example/terms", "URL-HTTPS", "See https://acme.example/terms"),
    ("web", "[x] Send me texts", "CTA-CHECKBOX-UNCHECKED", "[ ] Send me texts"),
    ("web", "☑ Send me texts", "CTA-CHECKBOX-UNCHECKED", "☐ Send me texts"),
    ("web", '<input type="checkbox" name="sms" checked>', "CTA-CHECKBOX-UNCHECKED",
     '<input type="checkbox" name="sms">'),
    ("web", '<input type="checkbox" name="sms" required="required">', "CTA-CHECKBOX-OPTIONAL",
     '<input type="checkbox" name="sms">'),
    ("keyword", "Text STOP to 55555 to join", "KEYWORD-RESERVED", "Text JOIN to 55555 to join"),
    ("sample_message", "Sale today", "SAMPLE-BRAND", "Acme: Sale today"),
    ("sample_message", "Acme: Sale today", "SAMPLE-OPTOUT",
     "Acme: Sale today. Text STOP to opt out."),
    ("web", "<label>Texts from Acme</label>", "CTA-FREQUENCY",
     "<label>Texts from Acme. Message frequency varies.</label>"),
    ("web", "[ ] {{company}} texts", "TEXT-PLACEHOLDER", "[ ] Acme texts"),
    ("optout_confirmation", "Acme: You’re unsubscribed. No more messages.",
     "OPTOUT-CONFIRM-160-GSM", "Acme: You're unsubscribed. No more messages."),
    ("privacy", "Acme Privacy Policy. We never share your mobile number with third parties. "
     "We may share your phone number with partners for marketing.", "PRIVACY-SHARING-CONFLICT",
     "Acme Privacy Policy. We never share your mobile number with third parties. "),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "rule", "expected"), ONE_CLICK)
def test_one_click_writes_what_a_person_would(
    kind: str, text: str, rule: str, expected: str
) -> None:
    context = Context(brand_names=("Acme",), use_case="marketing")
    finding = next(each for each in lint(kind, text, context=context) if each.rule == rule)
    edit = repair(finding, text, context=context)

    assert edit is not None
    assert apply(edit, text) == expected


@pytest.mark.parametrize(
    ("text", "added"),
    [("Acepto recibir ofertas por mensaje de texto de Acme.", "Envíe STOP para cancelar."),
     ("J'accepte de recevoir des offres par SMS de Acme.", "Envoyez STOP pour vous désabonner."),
     ("I agree to receive offers by text from Acme.", "Text STOP to opt out."),
     ("Acme", "Text STOP to opt out.")],
)  # fmt: skip
def test_a_repair_speaks_the_language_of_the_text(text: str, added: str) -> None:
    context = Context(brand_names=("Acme",), use_case="marketing")
    finding = next(f for f in lint("web", text, context=context) if f.rule == "CTA-STOP")
    edit = repair(finding, text, context=context)

    assert edit is not None
    assert edit.replacement.strip(". ") == added.strip(".")


def test_a_link_comes_from_the_facts_and_is_left_to_a_person_without_them() -> None:
    facts = facts_of(UseCase.TRANSACTIONAL)
    context, text = context_of(facts), "Text me, Maple Dental"
    finding = next(f for f in lint("web", text, context=context) if f.rule == "CTA-TERMS")
    edit = repair(finding, text, context=context, facts=facts)

    assert repair(finding, text, context=context) is None
    assert edit == Edit(len(text), len(text), f". Terms & Conditions: {facts.terms_url}")


def test_what_a_removed_sentence_said_is_said_again() -> None:
    facts = facts_of(UseCase.TRANSACTIONAL)
    text = "You must agree to get texts from Maple Dental, msg frequency varies, to order."
    context = context_of(facts)
    finding = next(f for f in lint("web", text, context=context) if f.rule == "CTA-CONSENT-FORCED")
    edit = repair(finding, text, context=context, facts=facts)

    assert edit is not None
    codes = {each.rule for each in lint("web", apply(edit, text), context=context)}
    assert not codes & {"CTA-CONSENT-FORCED", "CTA-BRAND", "CTA-FREQUENCY", "CTA-EXPLICIT-CONSENT"}


def test_a_reply_stays_in_one_part_whatever_is_put_in() -> None:
    facts = facts_of(UseCase.TRANSACTIONAL, Language.FRENCH)
    text, _ = repair_all("Désabonné", "optout_confirmation", context=context_of(facts), facts=facts)

    assert (gsm.encoding(text), gsm.parts(text)) == ("GSM", 1)
