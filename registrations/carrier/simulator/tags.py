"""Operations on tags, which every kind of resource can carry."""

from typing import Any

from .errors import NotFound, OverQuota
from .store import Document
from .world import World, plain_id

COLLECTIONS = {
    "registration": "registrations",
    "registration-attachment": "attachments",
    "phone-number": "numbers",
    "sender-id": "sender_ids",
    "pool": "pools",
    "opt-out-list": "lists",
    "configuration-set": "sets",
}
TAGS_PER_RESOURCE = 200


def _find(world: World, arn: str) -> tuple[str, str, Document]:
    kind, key = arn.split(":", 5)[-1].partition("/")[0], plain_id(arn)
    collection = COLLECTIONS.get(kind, "")
    found = world.store.get(collection, key)
    if found is None:
        raise NotFound(kind if kind in COLLECTIONS else "account", key)
    return collection, key, found


def _as_map(found: Document) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in found.get("Tags", [])}


def _keep(world: World, place: tuple[str, str, Document], tags: dict[str, str]) -> None:
    collection, key, found = place
    if len(tags) > TAGS_PER_RESOURCE:
        raise OverQuota("TAGS_PER_RESOURCE", f"At most {TAGS_PER_RESOURCE} tags.")
    kept = [{"Key": name, "Value": value} for name, value in tags.items()]
    world.store.put(collection, key, {**found, "Tags": kept})


def tag(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """TagResource."""
    place = _find(world, request["ResourceArn"])
    _keep(world, place, _as_map(place[2]) | _as_map(request))
    return {}


def untag(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """UntagResource."""
    place = _find(world, request["ResourceArn"])
    left = {k: v for k, v in _as_map(place[2]).items() if k not in request["TagKeys"]}
    _keep(world, place, left)
    return {}


def list_tags(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """ListTagsForResource."""
    _collection, _key, found = _find(world, request["ResourceArn"])
    return {"ResourceArn": request["ResourceArn"], "Tags": found.get("Tags", [])}


OPERATIONS = {
    "TagResource": tag,
    "UntagResource": untag,
    "ListTagsForResource": list_tags,
}
