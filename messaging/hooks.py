"""The address to which the carrier's notifications come: verify, store as it came, answer.

Nothing is interpreted here. The answer decides whether the sender tries again: 2xx is taken, 4xx
is final, 5xx is tried again for an hour.
"""

import logging

from django.db import Error as DatabaseError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from messaging import sns, tasks
from messaging.certificates import CannotTell, Forged
from messaging.models import CarrierCallback
from tenants.nudges import nudge

logger = logging.getLogger(__name__)

MAX_BYTES = 256 * 1024


@csrf_exempt  # A server posts here; the signature is the proof.
@require_POST
@transaction.non_atomic_requests  # So that a database that is away is answered with 503, below.
def sns_hook(request: HttpRequest) -> HttpResponse:
    """Store one genuine notification."""
    body = request.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        return HttpResponse(status=413)
    try:
        notification = sns.verify(body, now=timezone.now())
        store(notification)
    except sns.Malformed as error:
        logger.warning("a notification was refused as malformed: %s", error)
        return HttpResponse(status=400)
    except Forged as error:
        logger.warning("a notification was refused as forged: %s", error)
        return HttpResponse(status=403)
    except CannotTell as error:
        logger.error("a notification could not be checked: %s", error)
        return HttpResponse(status=503)
    except DatabaseError:
        logger.exception("a notification could not be stored")
        return HttpResponse(status=503)
    return HttpResponse(status=200)


@transaction.atomic
def store(notification: sns.Notification) -> None:
    """Keep a notification once, however often it is delivered, and nudge a worker."""
    callback = CarrierCallback(
        topic_arn=notification.topic_arn,
        sns_message_id=notification.message_id,
        payload=notification.payload,
        sent_at=notification.sent_at,
    )
    CarrierCallback.objects.bulk_create([callback], ignore_conflicts=True)
    nudge(tasks.process_callback, callback.pk)
