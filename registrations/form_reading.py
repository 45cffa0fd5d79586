"""Reads the carrier's forms of every type that it offers, once a day.

Every call takes its turn (`carrier.pacing`), so a whole reading takes a while and may stop half
way; what was read is kept, and the next run goes on with the rest. Until a form can be read, the
last one stays in use.
"""

import logging
import time
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache

from registrations import schema_watch
from registrations.carrier import CarrierError, filing
from registrations.models import FormDefinition

logger = logging.getLogger(__name__)
FORM_LIFE = timedelta(days=1)
# A run ends before its task's limit; another one follows soon.
LONGEST_RUN = 60  # seconds
RUNNING = "registrations.forms.running"


def refresh(now: datetime) -> None:
    """Read the list of types and the forms that were not read for a day.

    One worker at a time: two would only make each other wait for turns.
    """
    if not _is_stale(now) or not cache.add(RUNNING, 1, LONGEST_RUN * 2):
        return
    try:
        _read(now)
    except CarrierError as error:
        logger.warning("the carrier's forms were not read: %s", error)
    finally:
        cache.delete(RUNNING)


def _is_stale(now: datetime) -> bool:
    """Is any form older than a day, or was none ever read?"""
    forms = FormDefinition.objects.all()
    return not forms.exists() or forms.filter(fetched_at__lte=now - FORM_LIFE).exists()


def _read(now: datetime) -> None:
    until = time.monotonic() + LONGEST_RUN
    offered = {entry["RegistrationType"]: entry for entry in filing.type_definitions()}
    schema_watch.note_offered(set(offered), now=now)
    fresh = FormDefinition.objects.filter(fetched_at__gt=now - FORM_LIFE).values_list("pk", "about")
    same = {name for name, about in fresh if about == offered.get(name)}
    for name in sorted(set(offered) - same):
        if time.monotonic() > until:
            return
        _read_one(name, offered[name], now)
    schema_watch.tell_of_recent(now)


def _read_one(name: str, about: dict[str, Any], now: datetime) -> None:
    form = filing.form_definition(name)
    schema_watch.keep(
        name, about=about, sections=list(form.sections), fields=list(form.fields), now=now
    )
