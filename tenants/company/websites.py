"""Verbs of looking at a tenant's website: ask for a look, take it up, note what was seen.

A row says what is to be looked at, and a worker takes it up under a lease, so that a look which a
killed worker began is begun again. No database transaction is open while a site is called.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.company import website_reading, website_tasks
from tenants.company.website_reading import MIN_WORDS, Reading
from tenants.errors import DomainError, TransitionNotAllowed
from tenants.events import Actor
from tenants.models import Brand, BrandDraft, Tenant, TenantEvent, WebsiteCheck
from tenants.nudges import nudge
from tenants.outbound.fetching import FetchFailed, FetchRefused, Page, fetch_public
from tenants.scoping import current_tenant_id
from tenants.states import CHECK_TRANSITIONS, CheckStatus

HOUR = timedelta(hours=1)
# Looks in an hour for one business: by a person's wish, and altogether.
BY_HAND, ALTOGETHER = 5, 20
# Longer than a look may take.
LEASE = timedelta(seconds=60)
GIVE_UP = timedelta(minutes=15)
# A site that we could not look up may be there all the same.
_OUR_FAULT = frozenset({"lookup"})


@dataclass(frozen=True)
class Look:
    """What one look found."""

    is_reachable: bool | None
    problem: str = ""
    http_status: int | None = None
    final_url: str = ""
    reading: Reading | None = None


def newest(url: str) -> WebsiteCheck | None:
    """Return the newest look at an address, finished or not."""
    found: WebsiteCheck | None = WebsiteCheck.objects.filter(url=url).first()
    return found


def finished(brand: Brand) -> WebsiteCheck | None:
    """Return the newest finished look at the brand's website; None when it changed since."""
    looks = WebsiteCheck.objects.filter(url=brand.website, status=CheckStatus.DONE)
    found: WebsiteCheck | None = looks.first()
    return found


def problem_of(look: WebsiteCheck | None) -> str:
    """Return what a finished look found wrong, unless the fault may be our own."""
    return look.problem if look is not None and look.is_reachable is not None else ""


def shows_brand(look: WebsiteCheck | None) -> bool:
    """Was the name of the business on its website? Yes while nobody could look."""
    return look is None or look.is_brand_seen is not False


@transaction.atomic
def ask_check(url: str, *, by_hand: bool = False) -> WebsiteCheck | None:
    """Ask for a look at an address of the tenant in scope, and return it.

    One that is asked for already is returned as it is. Raises DomainError when a person asked too
    often in an hour; what we ask ourselves is then left out, and None returned.
    """
    # One look is asked for at a time, or two requests would both find room.
    Tenant.objects.select_for_update(no_key=True).get(pk=current_tenant_id())
    waiting = WebsiteCheck.objects.filter(url=url).exclude(status=CheckStatus.DONE).first()
    if waiting is not None:
        found: WebsiteCheck = waiting
        return found
    since = timezone.now() - HOUR
    count = WebsiteCheck.objects.filter(created_at__gt=since).count()
    if by_hand and count >= BY_HAND:
        raise DomainError(
            _("The website was looked at %(count)d times within the hour. Try again later.")
            % {"count": count},
            code="too_many_checks",
        )
    if not url or count >= ALTOGETHER:
        return None
    check: WebsiteCheck = WebsiteCheck.objects.create(url=url)
    nudge(website_tasks.check_website, current_tenant_id(), check.pk)
    return check


def waiting(now: datetime) -> Any:
    """Return the looks that no worker has in hand."""
    is_left = Q(status=CheckStatus.RUNNING, lease_until__lt=now)
    return WebsiteCheck.objects.filter(Q(status=CheckStatus.WAITING) | is_left)


@transaction.atomic
def take_up(check_id: UUID | str, *, now: datetime) -> WebsiteCheck | None:
    """Take a look up for a while; None when another worker has it or it is done."""
    rows = waiting(now).select_for_update(skip_locked=True)
    check: WebsiteCheck | None = rows.filter(pk=check_id).first()
    if check is None:
        return None
    if now - check.created_at > GIVE_UP:
        _note(check, Look(None, _("We could not look at the website. Ask again.")), now)
        _move(check, CheckStatus.RUNNING)
        _move(check, CheckStatus.DONE)
        return None
    check.lease_until = now + LEASE
    return _move(check, CheckStatus.RUNNING)


def brand_names() -> tuple[str, ...]:
    """Return the names that the tenant's website should show, from its details or their draft."""
    brand = Brand.objects.first()
    if brand is not None:
        return tuple(filter(None, (brand.legal_name, brand.dba_name)))
    draft = BrandDraft.objects.first()
    answers = draft.answers if draft else {}
    return tuple(filter(None, (answers.get("legal_name"), answers.get("dba_name"))))


def look(url: str, brand_names: Sequence[str]) -> Look:
    """Look at a website as a stranger without script and cookies gets it. Calls out."""
    try:
        page = fetch_public(url, purpose="website check")
    except (FetchRefused, FetchFailed) as error:
        return Look(None if error.code in _OUR_FAULT else False, error.message)
    return judge(page, brand_names)


def judge(page: Page, brand_names: Sequence[str]) -> Look:
    """Say what a reviewer would find wrong with a page, the worst thing only."""
    is_secure = page.final_url.startswith("https://")
    is_there = page.status == 200 and is_secure
    content_type = page.headers.get("content-type", "text/html")
    reading = website_reading.read(
        page.body, content_type=content_type, url=page.final_url, brand_names=brand_names
    )
    if page.status != 200:
        problem = _("The site answers with error %(status)d.") % {"status": page.status}
    elif not is_secure:
        problem = _("The site is not served over https.")
    elif "html" not in content_type.lower():
        problem = _("The address leads to a file and not to a web page.")
    else:
        problem = _complaint(reading)
    return Look(is_there, problem, page.status, page.final_url[:500], reading)


def _complaint(reading: Reading) -> str:
    if reading.is_social:
        return _("This is a page at a social network. Reviewers want a website of your own.")
    if reading.is_unfinished:
        return _("The site looks unfinished, parked or for sale.")
    if reading.words < MIN_WORDS:
        return _("The front page has only %(words)d words that are readable without script.") % {
            "words": reading.words
        }
    return ""


@transaction.atomic
def finish(check_id: UUID | str, *, found: Look, now: datetime) -> WebsiteCheck | None:
    """Note what a look found; one that another worker finished meanwhile is left alone."""
    running = WebsiteCheck.objects.select_for_update().filter(status=CheckStatus.RUNNING)
    check: WebsiteCheck | None = running.filter(pk=check_id).first()
    if check is None:
        return None
    _note(check, found, now)
    return _move(check, CheckStatus.DONE)


def _note(check: WebsiteCheck, found: Look, now: datetime) -> None:
    check.is_reachable, check.problem = found.is_reachable, found.problem[:300]
    check.http_status, check.final_url = found.http_status, found.final_url
    check.finished_at, check.lease_until = now, None
    if found.reading is not None:
        seen = asdict(found.reading)
        check.title, check.excerpt = seen.pop("title"), seen.pop("excerpt")
        check.is_brand_seen = seen.pop("is_brand_seen") if found.is_reachable else None
        check.seen = seen


def _move(check: WebsiteCheck, to: CheckStatus) -> WebsiteCheck:
    """Take one step of the table and save; what was seen goes into the tenant's history."""
    if to not in CHECK_TRANSITIONS[CheckStatus(check.status)]:
        raise TransitionNotAllowed(f"A look that is {check.status} cannot become {to}.")
    check.status = to
    check.save()
    if to == CheckStatus.DONE:
        TenantEvent.record(
            TenantEvent.Kind.WEBSITE_CHECKED,
            actor=Actor.system("website check"),
            data={"url": check.url, "problem": check.problem, "check": str(check.pk)},
        )
    return check
