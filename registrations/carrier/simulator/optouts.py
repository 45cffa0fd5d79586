"""Operations on opt-out lists."""

from typing import Any

from .errors import Conflict, Invalid, NotFound, OverQuota
from .paging import matching, page
from .store import Document
from .world import World, plain_id, visible

DEFAULT_LIST = "Default"


def ensure_default(world: World) -> None:
    """Make the list that every account has from the start."""
    if world.store.get("lists", DEFAULT_LIST) is None:
        _put_list(world, DEFAULT_LIST, [])


def _put_list(world: World, name: str, tags: list[Document]) -> Document:
    document = {"OptOutListName": name, "CreatedTimestamp": world.now(), "Tags": tags}
    world.store.put("lists", name, document)
    return document


def load_list(world: World, name_or_arn: str) -> Document:
    """Return a list, or say that it does not exist."""
    name = plain_id(name_or_arn)
    found = world.store.get("lists", name)
    if found is None:
        raise NotFound("opt-out-list", name)
    return found


def is_listed(world: World, list_name: str, e164: str) -> bool:
    """Tell whether a person is on a list."""
    return world.store.get("opted_out", f"{list_name}/{e164}") is not None


def add(world: World, list_name: str, e164: str, *, by_person: bool) -> Document:
    """Put a person on a list; a second time changes nothing."""
    key = f"{list_name}/{e164}"
    entry = world.store.get("opted_out", key)
    if entry is None:
        entry = {
            "List": list_name,
            "OptedOutNumber": e164,
            "OptedOutTimestamp": world.now(),
            "EndUserOptedOut": by_person,
        }
        world.store.put("opted_out", key, entry)
    return entry


def remove(world: World, list_name: str, e164: str) -> None:
    """Take a person off a list."""
    world.store.delete("opted_out", f"{list_name}/{e164}")


def _shown(entry: Document) -> dict[str, Any]:
    return visible(entry, "OptedOutNumber", "OptedOutTimestamp", "EndUserOptedOut")


def _head(world: World, name: str) -> dict[str, Any]:
    return {"OptOutListArn": world.arn("opt-out-list", name), "OptOutListName": name}


def create_list(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """CreateOptOutList."""
    name = request["OptOutListName"]
    if world.store.get("lists", name) is not None:
        raise Conflict("RESOURCE_ALREADY_EXISTS", "The list exists.", "opt-out-list", name)
    if world.store.count("lists") >= world.limit("OPT_OUT_LISTS"):
        raise OverQuota("OPT_OUT_LISTS_PER_ACCOUNT", "The account has no lists left.")
    made = _put_list(world, name, request.get("Tags", []))
    return {**_head(world, name), **visible(made, "CreatedTimestamp", "Tags")}


def describe_lists(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeOptOutLists."""
    names = request.get("OptOutListNames")
    found = [load_list(world, each) for each in names] if names else world.store.all("lists")
    return page("OptOutLists", found, request, lambda one: _shown_list(world, one))


def _shown_list(world: World, one: Document) -> dict[str, Any]:
    return {**_head(world, one["OptOutListName"]), **visible(one, "CreatedTimestamp")}


def _e164(number: str, member: str) -> str:
    if not number.startswith("+"):
        message = "Give the number in E.164 form, with its plus sign."
        raise Invalid("INVALID_PARAMETER", message, {member: message})
    return number


def put(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """PutOptedOutNumber: harmless when repeated."""
    name = load_list(world, request["OptOutListName"])["OptOutListName"]
    e164 = _e164(request["OptedOutNumber"], "OptedOutNumber")
    return {**_head(world, name), **_shown(add(world, name, e164, by_person=False))}


def describe(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribeOptedOutNumbers: naming a number that is not listed is an error."""
    name = load_list(world, request["OptOutListName"])["OptOutListName"]
    wanted = request.get("OptedOutNumbers")
    if wanted:
        found = [_entry(world, name, each) for each in wanted]
    else:
        found = [one for one in world.store.all("opted_out") if one["List"] == name]
    readers = {"end-user-opted-out": lambda one: one["EndUserOptedOut"]}
    return {
        **_head(world, name),
        **page("OptedOutNumbers", matching(found, request, readers), request, _shown),
    }


def _entry(world: World, list_name: str, e164: str) -> Document:
    entry = world.store.get("opted_out", f"{list_name}/{e164}")
    if entry is None:
        raise NotFound("opted-out-number", e164)
    return entry


def delete(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DeleteOptedOutNumber."""
    name = load_list(world, request["OptOutListName"])["OptOutListName"]
    entry = _entry(world, name, request["OptedOutNumber"])
    remove(world, name, entry["OptedOutNumber"])
    return {**_head(world, name), **_shown(entry)}


def delete_list(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DeleteOptOutList: refused for Default and while a number or pool uses it."""
    found = load_list(world, request["OptOutListName"])
    name = found["OptOutListName"]
    users = [*world.store.all("numbers"), *world.store.all("pools")]
    if name == DEFAULT_LIST or any(one["OptOutListName"] == name for one in users):
        message = "The list is in use."
        raise Conflict("RESOURCE_DELETION_NOT_ALLOWED", message, "opt-out-list", name)
    for entry in world.store.all("opted_out"):
        if entry["List"] == name:
            remove(world, name, entry["OptedOutNumber"])
    world.store.delete("lists", name)
    return _shown_list(world, found)


OPERATIONS = {
    "DeleteOptOutList": delete_list,
    "CreateOptOutList": create_list,
    "DescribeOptOutLists": describe_lists,
    "PutOptedOutNumber": put,
    "DescribeOptedOutNumbers": describe,
    "DeleteOptedOutNumber": delete,
}
