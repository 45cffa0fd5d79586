"""Celery's tasks of the consent app, gathered here because Celery looks for them by this name."""

from consent.evidence import tasks as evidence_tasks  # noqa: F401 - with their tasks.
from consent.looking import tasks as looking_tasks  # noqa: F401 - with theirs.
