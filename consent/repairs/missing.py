"""What to put into a text that lacks something, by the rule that misses it."""

from collections.abc import Callable

from consent.repairs.edits import Edit
from consent.repairs.job import Job
from consent.repairs.placing import before, behind
from consent.rules import TextKind, links

Repair = Callable[[Job], Edit | None]
_PAGES = frozenset({TextKind.TERMS, TextKind.PRIVACY})


def _sentence(name: str) -> Repair:
    """Return the repair that adds one sentence of the text's language, whatever the facts."""
    return lambda job: behind(job, getattr(job.words, name))


def _named(job: Job) -> Edit | None:
    """Put the sender's name in front: "Acme: ..."; nobody's name when none is known."""
    if not job.brand:
        return None
    is_heading = job.kind in _PAGES and ":" not in job.subject.text.first_line
    return before(job, f"{job.brand} " if is_heading else f"{job.brand}: ")


def _consent(job: Job) -> Edit | None:
    return behind(job, job.consent)


def _or_consent(otherwise: Repair) -> Repair:
    """Return the repair by a whole sentence of agreement where the text has none at all."""
    return lambda job: otherwise(job) if job.has_consent else _consent(job)


def _purpose(job: Job) -> Edit | None:
    return behind(job, job.words.purpose.format(kinds=job.kind_words()))


def _verbal_links(job: Job) -> Edit | None:
    return behind(job, job.links and f"{job.links}.")


def _instruction(job: Job) -> Edit | None:
    return behind(job, job.keyword_instruction)


def _codes(job: Job) -> Edit | None:
    return behind(job, job.consent, job.frequency, job.words.stop)


def _flow_method(job: Job) -> Edit | None:
    if job.facts is None or not job.facts.join_url:
        return None
    return behind(
        job,
        f"People opt in on the public web form at {job.facts.join_url} by ticking an optional "
        "box that starts empty.",
    )


def _flow_disclosures(job: Job) -> Edit | None:
    """Add all that the flow leaves out, as far as it is known."""
    subject = job.subject
    wanted = (
        (subject.names_brand, job.consent if job.brand else ""),
        (subject.frequency, job.frequency),
        (subject.rates, job.words.rates),
        (subject.stop, job.words.stop),
        (subject.help or subject.phones or subject.emails, job.help),
        (links.target(subject, "terms"), job.link("terms")),
        (links.target(subject, "privacy"), job.link("privacy")),
    )
    known = [sentence for present, sentence in wanted if not present and sentence]
    return behind(job, *known) if known else None


def _description(job: Job) -> Edit | None:
    """Say who sends what to whom."""
    if not job.brand:
        return None
    return behind(
        job, f"{job.brand} sends {job.kind_words()} by text message to customers who opted in."
    )


def _terms_help(job: Job) -> Edit | None:
    if job.subject.help is None:
        return behind(job, job.help)
    return behind(job, job.contact)


def _heading(job: Job) -> Edit | None:
    """Head a page as a privacy policy."""
    label = job.words.privacy.partition(":")[0].strip()
    return before(job, f"{job.brand} {label}\n\n" if job.brand else f"{label}\n\n")


def _contact(job: Job) -> Edit | None:
    return behind(job, job.contact)


# By the part of a rule that failed where it has parts, else by the rule.
BY_RULE: dict[str, Repair] = {
    "CTA-BRAND": _or_consent(_named),
    "CTA-PURPOSE": _or_consent(_purpose),
    "CTA-USECASE-MATCH": _or_consent(_purpose),
    "CTA-SMS-CHANNEL": _or_consent(_sentence("channel")),
    "CTA-EXPLICIT-CONSENT": _consent,
    "CTA-FREQUENCY": lambda job: behind(job, job.frequency),
    "CTA-HELP": lambda job: behind(job, job.help),
    "CTA-HELP-KEYWORD": lambda job: behind(job, job.help),
    "CTA-STOP": _sentence("stop"),
    "CTA-RATES": _sentence("rates"),
    "CTA-RATES-VERBATIM": _sentence("rates"),
    "CTA-TERMS": lambda job: behind(job, job.link("terms")),
    "CTA-PRIVACY": lambda job: behind(job, job.link("privacy")),
    "CTA-NOT-PREREQUISITE": _sentence("not_a_condition"),
    "CTA-AUTOMATED": _sentence("automated"),
    "CTA-AGE-GATE": _sentence("birth"),
    "CONTENT-AGE-RESTRICTED": _sentence("birth"),
    "VERBAL-URL-READ-OUT": _verbal_links,
    "VERBAL-AFFIRMATIVE": _consent,
    "VERBAL-CONFIRM-SMS": _sentence("confirmation"),
    "PRINT-URL-TYPED": lambda job: behind(job, job.link("terms"), job.link("privacy")),
    "KEYWORD-INSTRUCTION": _instruction,
    "KEYWORD-DOUBLE-OPTIN": _sentence("double"),
    "OTP-OPTIN": _codes,
    "INTERNAL-USE-OPTIN": lambda job: (
        _flow_method(job) if job.kind == TextKind.MESSAGE_FLOW else _consent(job)
    ),
    "TERMS-BRAND": _named,
    "TERMS-DESCRIPTION": _purpose,
    "TERMS-FREQUENCY": lambda job: behind(job, job.frequency),
    "TERMS-RATES": _sentence("rates"),
    "TERMS-STOP": _sentence("stop"),
    "TERMS-STOP-CONFIRM": _sentence("stop_confirm"),
    "TERMS-REJOIN": _sentence("rejoin"),
    "TERMS-HELP": _terms_help,
    "TERMS-CARRIER-LIABILITY": _sentence("liability"),
    "TERMS-PLAN-QUESTIONS": _sentence("plan"),
    "TERMS-PRIVACY-LINK": lambda job: behind(job, job.link("privacy")),
    "PRIVACY-LABELLED": _heading,
    "PRIVACY-BRAND": _named,
    "PRIVACY-NO-SHARING": _sentence("exclusion"),
    "PRIVACY-CONTACT": _contact,
    "PRIVACY-COLLECTS": _sentence("collects"),
    "SAMPLE-BRAND": _named,
    "SAMPLE-OPTOUT": _sentence("stop"),
    "OPTIN-CONFIRM-BRAND": _named,
    "OPTIN-CONFIRM-FREQUENCY": lambda job: behind(job, job.frequency),
    "OPTIN-CONFIRM-RATES": _sentence("short_rates"),
    "OPTIN-CONFIRM-HELP": _sentence("help"),
    "OPTIN-CONFIRM-STOP": _sentence("stop"),
    "OPTOUT-CONFIRM-BRAND": _named,
    "OPTOUT-CONFIRM-DONE": _sentence("done"),
    "OPTOUT-CONFIRM-NO-MORE": _sentence("no_more"),
    "HELP-BRAND": _named,
    "HELP-CONTACT": _contact,
    "HELP-STOP": _sentence("stop"),
    "FLOW-METHOD": _flow_method,
    "FLOW-URL": _flow_method,
    "FLOW-DISCLOSURES": _flow_disclosures,
    "DESC-SPECIFIC": _description,
}


def sentence_for(code: str, rule: str, job: Job) -> Edit | None:
    """Return what a missing item needs, or None where nothing is known to put in."""
    found = BY_RULE.get(code) or BY_RULE.get(rule)
    return found(job) if found else None
