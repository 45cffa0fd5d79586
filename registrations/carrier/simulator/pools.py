"""Operations on pools: numbers and names that texts may be sent from in each other's place.

A pool takes message type, opt-out list and two-way setup of its first member; later ones must
match, and a number's own settings rest while it is in the pool.
"""

from typing import Any

from . import numbering, numbers, senders
from .errors import Conflict, Invalid, NotFound, OverQuota
from .optouts import load_list
from .paging import matching, page
from .provisions import sender_key
from .store import Document
from .world import World, new_id, plain_id, visible

SHOWN = (
    "PoolId",
    "Status",
    "MessageType",
    "TwoWayEnabled",
    "TwoWayChannelArn",
    "TwoWayChannelRole",
    "SelfManagedOptOutsEnabled",
    "OptOutListName",
    "SharedRoutesEnabled",
    "DeletionProtectionEnabled",
    "CreatedTimestamp",
)
CHANGEABLE = (
    "TwoWayEnabled",
    "TwoWayChannelArn",
    "TwoWayChannelRole",
    "SelfManagedOptOutsEnabled",
    "SharedRoutesEnabled",
    "DeletionProtectionEnabled",
)
# What a later member must have in common with the pool, and the conflict if it has not.
MATCHED = {
    "OptOutListName": "OPT_OUT_LIST_MISMATCH",
    "SelfManagedOptOutsEnabled": "SELF_MANAGED_OPT_OUTS_MISMATCH",
    "TwoWayEnabled": "TWO_WAY_CONFIG_MISMATCH",
    "TwoWayChannelArn": "TWO_WAY_CONFIG_MISMATCH",
}


def load(world: World, id_or_arn: str) -> Document:
    """Return a pool, or say that it does not exist."""
    pool = world.store.get("pools", plain_id(id_or_arn))
    if pool is None:
        raise NotFound("pool", plain_id(id_or_arn))
    return pool


def members(world: World, pool: Document) -> list[Document]:
    """Return the numbers and names of a pool."""
    every = [*world.store.all("numbers"), *world.store.all("sender_ids")]
    return [one for one in every if one.get("PoolId") == pool["PoolId"]]


def _member(world: World, request: dict[str, Any]) -> Document:
    """Return what an OriginationIdentity names; a name needs its country as well."""
    identity, country = request["OriginationIdentity"], request.get("IsoCountryCode")
    if country and world.store.get("sender_ids", f"{plain_id(identity).split('/')[0]}/{country}"):
        return senders.load(world, identity, country)
    return numbers.load(world, identity)


def _keep(world: World, member: Document, pool_id: str | None) -> None:
    changed = {**member, "PoolId": pool_id}
    if "PhoneNumberId" in member:
        numbering.save(world, changed)
    else:
        world.store.put("sender_ids", sender_key(changed), changed)


def _identity(world: World, member: Document) -> dict[str, Any]:
    if "PhoneNumberId" in member:
        shown_id, arn = member["PhoneNumberId"], world.arn("phone-number", member["PhoneNumberId"])
    else:
        shown_id, arn = member["SenderId"], world.arn("sender-id", sender_key(member))
    return {
        "OriginationIdentityArn": arn,
        "OriginationIdentity": shown_id,
        "IsoCountryCode": member["IsoCountryCode"],
    }


def _head(world: World, pool: Document) -> dict[str, Any]:
    return {"PoolArn": world.arn("pool", pool["PoolId"]), "PoolId": pool["PoolId"]}


def _show(world: World, pool: Document) -> dict[str, Any]:
    return {**_head(world, pool), **visible(pool, *SHOWN)}


def create(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """CreatePool: with its first member."""
    member = _member(world, request)
    _check_free(member)
    if world.store.count("pools") >= world.limit("POOLS"):
        raise OverQuota("POOLS_PER_ACCOUNT", "The account has no pools left.")
    _check_type(member, request["MessageType"])
    pool: Document = {
        "PoolId": new_id("pool"),
        "Status": "ACTIVE",
        "MessageType": request["MessageType"],
        "TwoWayEnabled": member.get("TwoWayEnabled", False),
        "TwoWayChannelArn": member.get("TwoWayChannelArn"),
        "TwoWayChannelRole": member.get("TwoWayChannelRole"),
        "SelfManagedOptOutsEnabled": member.get("SelfManagedOptOutsEnabled", False),
        "OptOutListName": member.get("OptOutListName", "Default"),
        "SharedRoutesEnabled": False,
        "DeletionProtectionEnabled": request.get("DeletionProtectionEnabled", False),
        "CreatedTimestamp": world.now(),
        "Tags": request.get("Tags", []),
    }
    world.store.put("pools", pool["PoolId"], pool)
    _keep(world, member, pool["PoolId"])
    return {**_show(world, pool), "Tags": pool["Tags"]}


def _check_free(member: Document) -> None:
    if member.get("PoolId"):
        raise Conflict(
            "RESOURCE_ALREADY_ASSOCIATED", "It is in a pool already.", "pool", member["PoolId"]
        )


def _check_type(member: Document, message_type: str) -> None:
    types = member.get("MessageTypes") or [member["MessageType"]]
    if message_type not in types:
        raise _mismatch(member, "MESSAGE_TYPE_MISMATCH", "It carries texts of another type.")


def _mismatch(member: Document, reason: str, message: str) -> Conflict:
    if "PhoneNumberId" in member:
        return Conflict(reason, message, "phone-number", member["PhoneNumberId"])
    return Conflict(reason, message, "sender-id", sender_key(member))


def describe(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DescribePools."""
    ids = request.get("PoolIds")
    if "Owner" in request and ids:
        raise Invalid("PARAMETERS_CANNOT_BE_USED_TOGETHER", "Give PoolIds or Owner.")
    found = [load(world, each) for each in ids] if ids else world.store.all("pools")
    if request.get("Owner") == "SHARED":
        found = []
    readers = {
        "status": lambda one: one["Status"],
        "message-type": lambda one: one["MessageType"],
        "two-way-enabled": lambda one: one["TwoWayEnabled"],
        "self-managed-opt-outs-enabled": lambda one: one["SelfManagedOptOutsEnabled"],
        "opt-out-list-name": lambda one: one["OptOutListName"],
        "shared-routes-enabled": lambda one: one["SharedRoutesEnabled"],
        "deletion-protection-enabled": lambda one: one["DeletionProtectionEnabled"],
        "two-way-channel-arn": lambda one: one["TwoWayChannelArn"],
    }
    return page("Pools", matching(found, request, readers), request, lambda one: _show(world, one))


def update(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """UpdatePool: two-way needs a channel, self-managed opt-outs need two-way."""
    pool = load(world, request["PoolId"])
    changed = {**pool, **{name: request[name] for name in CHANGEABLE if name in request}}
    if "OptOutListName" in request:
        changed["OptOutListName"] = load_list(world, request["OptOutListName"])["OptOutListName"]
    numbers.check_two_way(changed)
    world.store.put("pools", pool["PoolId"], changed)
    return _show(world, changed)


def delete(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DeletePool: its members stay with the account."""
    pool = load(world, request["PoolId"])
    if pool["DeletionProtectionEnabled"]:
        reason = "DELETION_PROTECTION_ENABLED"
        raise Conflict(reason, "Switch deletion protection off first.", "pool", pool["PoolId"])
    for member in members(world, pool):
        _keep(world, member, None)
    world.store.delete("pools", pool["PoolId"])
    shown = _show(world, pool)
    shown.pop("DeletionProtectionEnabled")
    return {**shown, "Status": "DELETING"}


def associate(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """AssociateOriginationIdentity."""
    pool, member = load(world, request["PoolId"]), _member(world, request)
    _check_free(member)
    if len(members(world, pool)) >= world.limit("IDENTITIES_PER_POOL"):
        raise OverQuota("ORIGINATION_IDENTITIES_PER_POOL", "The pool has no room left.")
    _check_type(member, pool["MessageType"])
    for name, reason in MATCHED.items():
        if "PhoneNumberId" in member and member.get(name) != pool.get(name):
            raise _mismatch(member, reason, f"{name} differs from the pool's.")
    _keep(world, member, pool["PoolId"])
    return {**_head(world, pool), **_identity(world, member)}


def disassociate(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """DisassociateOriginationIdentity: the last member stays; delete the pool instead."""
    pool, member = load(world, request["PoolId"]), _member(world, request)
    if member.get("PoolId") != pool["PoolId"]:
        reason = "PHONE_NUMBER_NOT_ASSOCIATED_TO_POOL"
        raise _mismatch(member, reason, "It is not in this pool.")
    if len(members(world, pool)) == 1:
        raise _mismatch(member, "LAST_PHONE_NUMBER", "It is the last one; delete the pool.")
    _keep(world, member, None)
    return {**_head(world, pool), **_identity(world, member)}


def list_members(world: World, request: dict[str, Any]) -> dict[str, Any]:
    """ListPoolOriginationIdentities."""
    pool = load(world, request["PoolId"])
    readers = {
        "iso-country-code": lambda one: one["IsoCountryCode"],
        "number-capability": lambda one: one.get("NumberCapabilities", ["SMS"]),
    }
    found = matching(members(world, pool), request, readers)
    shown = page("OriginationIdentities", found, request, lambda one: _listed(world, one))
    return {**_head(world, pool), **shown}


def _listed(world: World, member: Document) -> dict[str, Any]:
    capabilities = member.get("NumberCapabilities", ["SMS"])
    shown = {**_identity(world, member), "NumberCapabilities": capabilities}
    return {**shown, **visible(member, "PhoneNumber")}


OPERATIONS = {
    "CreatePool": create,
    "DescribePools": describe,
    "UpdatePool": update,
    "DeletePool": delete,
    "AssociateOriginationIdentity": associate,
    "DisassociateOriginationIdentity": disassociate,
    "ListPoolOriginationIdentities": list_members,
}
