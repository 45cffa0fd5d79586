"""The steps of a live check: open what a filing names as reviewers do, and say what they would.

Everything goes through the one client that strangers' addresses cannot send into our own network.
No scope is open while anything is called.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from consent import reviewing
from consent.looking import facts, looks, places, plain, reports
from consent.looking import tasks as looking_tasks
from consent.looking.comparing import KINDS, Attested
from consent.looking.sightings import Sighting
from consent.models import PageLook, Program
from consent.rules import Context, Finding, Rule, Severity, TextKind, catalogue
from consent.rules.call_to_action import CTA_EVIDENCE
from consent.rules.live import LiveFacts, live_findings
from consent.rules.registration import EMAIL_DOMAIN_MISMATCH, ISV_INFO_DETECTED
from consent.states import LookReason
from registrations.live_plan import AMISS, OK, UNKNOWN, Seen, Step, Target, What
from tenants.company import website_tasks, websites
from tenants.domains import registrable_domain
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.models import WebsiteCheck
from tenants.outbound import dns_lookups
from tenants.outbound.fetching import FetchFailed, FetchRefused, OwnSite, fetch_public
from tenants.registrant import registrants
from tenants.scoping import tenant_scope
from tenants.states import CheckStatus

US = Actor.system("live check")
FRESH = timedelta(days=1)
_OUR_FAULT = frozenset({"lookup"})
# Enough to see that a picture comes; the rest is not needed.
PICTURE_BYTES = 65_536


@dataclass(frozen=True)
class Known:
    """What a step must know of the filing."""

    program: Program | None
    context: Context
    names: tuple[str, ...]
    isv_domains: tuple[str, ...]
    own: OwnSite | None


def known_of(step: Step) -> Known:
    """Return what a step must know, read in the tenant's scope."""
    registration = step.check.version.registration
    program, isv = registration.program, registrants.isv_identity()
    business = reviewing.business_facts(registration.brand)
    return Known(
        program=program,
        context=Context(number_type=registration.number_type, isv=isv),
        names=tuple(filter(None, (business.legal_name, business.dba_name))),
        isv_domains=isv.domains,
        own=places.own_site(program, step.target.address) if program else None,
    )


def look(tenant_id: str, target: Target, known: Known) -> Seen:
    """Look at one thing and say how it came out. Calls out; at most some 70 seconds."""
    if target.what == What.MAIL:
        return _mail(target, known)
    if target.what == What.PICTURE:
        return _picture(target, known)
    if target.what == What.WEBSITE:
        return _website(tenant_id, target, known)
    if target.own and known.program is not None:
        return _own_page(tenant_id, target, known)
    return _judged(target, known, _read(plain.look(target.address, own=known.own), target.what))


def _mail(target: Target, known: Known) -> Seen:
    servers = dns_lookups.mail_servers(target.address)
    if servers is None:
        return Seen(UNKNOWN, _("The name servers did not answer."))
    if servers:
        return Seen(OK, _("Mail is taken by %(server)s.") % {"server": servers[0]})
    message = f"No server takes mail for {target.address}, so mail to it is lost."
    finding = EMAIL_DOMAIN_MISMATCH.finding(
        TextKind.REGISTRATION,
        known.context,
        severity=Severity.WARNING,
        message=message,
        field=target.field,
    )
    return Seen(AMISS, message, (finding,))


def _picture(target: Target, known: Known) -> Seen:
    """See whether reviewers get a picture by its public address."""
    try:
        page = fetch_public(
            target.address, purpose="page check", max_bytes=PICTURE_BYTES, own=known.own
        )
    except (FetchRefused, FetchFailed) as error:
        if error.code in _OUR_FAULT:
            return Seen(UNKNOWN, error.message)
        said = error.message
    else:
        if page.status == 200:
            return Seen(OK, _("The picture opens."))
        said = _("The picture's address answers with error %(status)d.") % {"status": page.status}
    finding = CTA_EVIDENCE.finding(
        TextKind.REGISTRATION,
        known.context,
        severity=Severity.WARNING,
        message=f"Reviewers cannot open the picture. {said}",
        field=target.field,
    )
    return Seen(AMISS, said, (finding,))


def _website(tenant_id: str, target: Target, known: Known) -> Seen:
    """Look at the website; what is wrong with the brand's own is kept there for every filing."""
    if target.own:
        with tenant_scope(tenant_id):
            check = _website_look(target.address)
        if check is None:
            return Seen(UNKNOWN, _("It was looked at too often within the hour."))
        if check.status != CheckStatus.DONE:
            website_tasks.check_website(tenant_id, str(check.pk))
            with tenant_scope(tenant_id):
                check.refresh_from_db()
        final, problem, is_ours = check.final_url, check.problem, check.is_reachable is None
    else:
        found = websites.look(target.address, known.names)
        final, problem, is_ours = found.final_url, found.problem, found.is_reachable is None
    if is_ours:
        return Seen(UNKNOWN, problem or _("Somebody else is looking at it."))
    if registrable_domain(final) in known.isv_domains:
        return _isv_site(target, known, final)
    if not problem:
        return Seen(OK, _("It opens."))
    facts_seen = LiveFacts(What.WEBSITE, target.address, problem=problem)
    kept = () if target.own else tuple(live_findings(facts_seen, known.context, field=target.field))
    return Seen(AMISS, problem, kept)


def _website_look(url: str) -> WebsiteCheck | None:
    newest = websites.newest(url)
    is_done = newest is not None and newest.status == CheckStatus.DONE
    if newest is not None and is_done and timezone.now() - newest.created_at < FRESH:
        return newest
    return websites.ask_check(url)


def _isv_site(target: Target, known: Known, final: str) -> Seen:
    message = f"The website leads to {registrable_domain(final)}, the software vendor's domain."
    finding = ISV_INFO_DETECTED.finding(
        TextKind.REGISTRATION, known.context, message=message, field=target.field
    )
    return Seen(AMISS, message, (finding,))


def _own_page(tenant_id: str, target: Target, known: Known) -> Seen:
    """Look at a page of the program with every reader; such looks are kept with the program."""
    program = known.program
    assert program is not None  # noqa: S101  # Only pages of a program come here.
    with tenant_scope(tenant_id):
        newest = looks.newest(program, target.what, is_done=True)
        if newest is not None and _is_of_today(newest, target, program):
            return _judged(target, known, newest)
        try:
            asked = looks.ask(program, target.what, reason=LookReason.ASKED, actor=US)
        except DomainError as error:
            return Seen(UNKNOWN, error.message)
    if asked is None:
        return Seen(UNKNOWN, _("It was looked at too often within the hour."))
    looking_tasks.look_at_page(tenant_id, str(asked.pk))
    with tenant_scope(tenant_id):
        asked.refresh_from_db()
        return _judged(target, known, asked)


def _is_of_today(found: PageLook, target: Target, program: Program) -> bool:
    published = program.published
    since = published.published_at if published else None
    is_new = timezone.now() - found.created_at < FRESH
    return found.url == target.address and is_new and (since is None or found.created_at >= since)


def _read(seen: Sighting, page: str) -> PageLook:
    """Return what one reader saw as an unsaved look, to be judged as the kept ones are.

    It is another page than the published one, so nothing is held against the program's words.
    """
    nothing = Attested(KINDS[page], (), Context(), frozenset(), frozenset())
    bare = reports.report((seen,), nothing)
    return PageLook(page=page, url=seen.url, readers=list(bare.readers), vanished=[])


def _judged(target: Target, known: Known, found: PageLook) -> Seen:
    """Say what reviewers would hold against a page, and which disclosures it lacks."""
    seen = facts.facts_of(found)
    if seen is None:
        return Seen(UNKNOWN, found.problem or _("Nobody could look at it."))
    complaints = tuple(live_findings(seen, known.context, field=target.field))
    if complaints:
        # Those of the program's own pages are found anew from the look that is kept there.
        return Seen(AMISS, complaints[0].message, () if target.own else complaints)
    lost = tuple(_lost(rule, target, known) for rule in found.vanished if rule in _RULES)
    if lost:
        return Seen(AMISS, "; ".join(each.message for each in lost), lost)
    return Seen(OK, _("It opens, and what it must say can be read."))


_RULES: dict[str, Rule] = {rule.id: rule for rule in catalogue()}


def _lost(rule: str, target: Target, known: Known) -> Finding:
    """Return that a disclosure of the attested text is not on the live page."""
    declared = _RULES[rule]
    return declared.finding(
        TextKind.REGISTRATION,
        known.context,
        # A machine looked, and a reviewer may see more.
        severity=Severity.WARNING,
        message=f"The live page does not show: {declared.title}.",
        field=target.field,
    )
