"""What is to be published: notifications that wait in the store until the hook has taken them.

A notification is written once. Its outcome is a small document beside it, so that the many
deliveries of a busy run stay cheap to record.
"""

import json
import time
import uuid
from typing import Any

from .store import Document
from .world import World

# The carrier's topics stop trying an HTTPS endpoint after an hour in total.
GIVE_UP_SECONDS = 3600.0
KEEP_DELIVERED = 2000


def publish(world: World, topic_arn: str, message: Document, due_at: float) -> str:
    """Queue one message for a topic, inside a transaction; the publisher wakes when it is kept."""
    notification_id = str(uuid.uuid4())
    notification = {
        "MessageId": notification_id,
        "TopicArn": topic_arn,
        "Message": json.dumps(message, ensure_ascii=False),
        "DueAt": due_at,
    }
    world.store.put("notifications", notification_id, notification)
    world.store.after_commit(lambda: world.schedule(notification_id, due_at))
    return notification_id


def outcome(world: World, notification_id: str) -> Document:
    """Return how far a notification has come."""
    return world.store.get("outcomes", notification_id) or {"State": "waiting", "Attempts": 0}


def record(world: World, notification_id: str, state: str, attempts: int, answer: str) -> None:
    """Keep what happened to a notification; one that a reset removed meanwhile is ignored."""
    with world.store.transaction():
        if world.store.get("notifications", notification_id) is None:
            return
        kept = {"State": state, "Attempts": attempts, "Answer": answer, "At": time.time()}
        world.store.put("outcomes", notification_id, kept)
        if state == "delivered":
            _forget_oldest(world)


def _forget_oldest(world: World) -> None:
    notifications = world.store.items("notifications")
    if len(notifications) <= 2 * KEEP_DELIVERED:
        return
    for notification_id, _notification in notifications[:KEEP_DELIVERED]:
        if outcome(world, notification_id)["State"] == "delivered":
            world.store.delete("notifications", notification_id)
            world.store.delete("outcomes", notification_id)


def waiting(world: World) -> list[Document]:
    """Return the notifications that still have to be delivered."""
    return [
        one
        for one in world.store.all("notifications")
        if outcome(world, one["MessageId"])["State"] in {"waiting", "retrying"}
    ]


def show(world: World, notification: Document) -> dict[str, Any]:
    """Return a notification with its outcome, for the test controls."""
    return {
        **notification,
        "Message": json.loads(notification["Message"]),
        **outcome(world, notification["MessageId"]),
    }


def redeliver(world: World, notification_id: str) -> None:
    """Publish a notification once more, whatever happened to it; the MessageId stays."""
    with world.store.transaction():
        world.store.delete("outcomes", notification_id)
        world.store.after_commit(lambda: world.schedule(notification_id, time.time()))
