"""Moves every stored secret to the newest of FIELD_KEYS, so that an old key can be taken away.

What is encrypted is found by looking at the models: columns of EncryptedTextField, and tokens
inside JSON (second-factor seeds, answers as filed). A new field is thereby never forgotten.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import TextField, Value
from django.db.models.functions import Cast

from tenants import crypto
from tenants.events import Event
from tenants.scoping import all_tenants_scope, reencrypting

BATCH = 500
# How every token of the cipher begins: its version, and the high bytes of the time.
TOKEN = "gAAAAA"  # noqa: S105 - the beginning of all of them
# What secrets are called inside JSON. People write strings that begin alike into other places, and
# must not be able to stop the command with them.
NAMES = frozenset({"encrypted", "secret", "seed", "migrated_codes"})


@dataclass(frozen=True)
class Holder:
    """One column that holds secrets."""

    model: type[models.Model]
    field: "models.Field[Any, Any]"

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"

    @property
    def is_json(self) -> bool:
        """Are the tokens inside JSON, rather than the column's whole value?"""
        return isinstance(self.field, models.JSONField)


@dataclass(frozen=True)
class Count:
    """What was found in one column: rows with a secret, and those under an old key."""

    rows: int
    old: int


def holders() -> list[Holder]:
    """Return every column that may hold a secret, in one order.

    Events and row history are left out: they are append-only and secrets are never put there.
    """
    found = []
    for model in apps.get_models(include_auto_created=True):
        is_history = issubclass(model, Event) or hasattr(model, "pgh_tracked_model")
        if is_history or model._meta.proxy or not model._meta.managed:
            continue
        kinds = (crypto.EncryptedTextField, models.JSONField)
        found += [
            Holder(model, f) for f in model._meta.local_concrete_fields if isinstance(f, kinds)
        ]
    return sorted(found, key=str)


def count_old(holder: Holder) -> Count:
    """Count without changing anything."""
    rows = old = 0
    for batch in _batches(holder, locked=False):
        rows += len(batch)
        old += sum(_reencrypted(holder, raw) != raw for _pk, raw in batch)
    return Count(rows, old)


def reencrypt(holder: Holder) -> Count:
    """Put every secret of a column under the newest key; rows that are under it are not touched.

    A batch is a transaction, so a run that was cut short is gone on with by the next. Raises
    ImproperlyConfigured where a secret fits none of the keys.
    """
    rows = changed = 0
    for batch in _batches(holder, locked=True):
        rows += len(batch)
        for pk, raw in batch:
            new = _reencrypted(holder, raw)
            if new != raw:
                value = json.loads(new) if holder.is_json else Value(new, TextField())
                _all(holder).filter(pk=pk).update(**{holder.field.name: value})
                changed += 1
    return Count(rows, changed)


def _batches(holder: Holder, *, locked: bool) -> Iterator[list[tuple[Any, str]]]:
    """Yield (id, stored text) in the order of ids, each batch in its own transaction."""
    last: Any = None
    while True:
        with all_tenants_scope("move secrets to the newest key"), reencrypting():
            rows = _all(holder).annotate(raw=Cast(holder.field.name, TextField())).order_by("pk")
            rows = rows.filter(raw__contains=TOKEN)
            if last is not None:
                rows = rows.filter(pk__gt=last)
            if locked:
                rows = rows.select_for_update(of=("self",))
            batch = list(rows.values_list("pk", "raw")[:BATCH])
            if batch:
                yield batch
        if len(batch) < BATCH:
            return
        last = batch[-1][0]


def _all(holder: Holder) -> Any:
    return holder.model._base_manager.all()


def _reencrypted(holder: Holder, raw: str) -> str:
    """Return the stored text with every token under the newest key; the same text if all are."""
    if not holder.is_json:
        return _newest(raw)
    before = json.loads(raw)
    after = _walk(before)
    return raw if after == before else json.dumps(after)


def _walk(value: Any, *, is_named: bool = False) -> Any:
    if isinstance(value, dict):
        return {key: _walk(each, is_named=key in NAMES) for key, each in value.items()}
    if isinstance(value, list):
        return [_walk(each, is_named=is_named) for each in value]
    if not isinstance(value, str) or not value.startswith(TOKEN):
        return value
    try:
        return _newest(value)
    except ImproperlyConfigured:
        if is_named:
            raise
        return value


def _newest(token: str) -> str:
    try:
        Fernet(settings.FIELD_KEYS[0]).decrypt(token.encode())
    except InvalidToken:
        return crypto.encrypt(crypto.decrypt(token))
    return token
