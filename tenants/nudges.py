"""Tells a worker to look at a row now, rather than at the next sweep."""

import logging
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def nudge(task: Any, *arguments: object) -> None:
    """Publish a task once the transaction has committed; where that fails, a sweep finds the row.

    A broker that is away must not turn an answer into an error although the data is committed.
    """
    words = [str(argument) for argument in arguments]

    def publish() -> None:
        try:
            task.delay(*words)
        except OperationalError:
            logger.warning("the broker is away: %s %s waits for the sweep", task.name, words)

    transaction.on_commit(publish)
