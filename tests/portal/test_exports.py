"""Exports: whole, the tenant's own, without secrets, made once, fetched by who asked, deleted."""

import csv
import hashlib
import io
import json
import uuid
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from consent.models import Evidence
from portal import exporting, tasks
from tenants import exports
from tenants.erasing import remove_drafts
from tenants.errors import DomainError
from tenants.events import Actor
from tenants.exporting import missing
from tenants.models import ApiKey, Membership, Role, Tenant, TenantEvent, TenantExport, User
from tenants.scoping import tenant_scope
from tenants.spreadsheets import safe
from tests.builders import (
    RECIPIENT,
    make_brand,
    make_message,
    make_originator,
    make_program,
    opt_in,
)
from tests.conftest import signed_in
from tests.tenants.test_developers import proven
from tests.test_isolation import fill

CANARY = "938271645"
S = TenantExport.Kind


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> None:
    files = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
    }
    settings.STORAGES = {
        **django_settings.STORAGES,
        "default": {**files, "OPTIONS": {"location": tmp_path / "originals"}},
        "public": {**files, "OPTIONS": {"location": tmp_path / "public"}},
    }


def ask(tenant: Tenant, user: User, kind: str = S.EVERYTHING) -> TenantExport:
    """An export that waits."""
    with tenant_scope(tenant.pk):
        return exports.ask(kind, user, Actor.member(user))


def made(tenant: Tenant, user: User, kind: str = S.EVERYTHING) -> TenantExport:
    """An export whose file is there."""
    export = ask(tenant, user, kind)
    tasks.make_export(str(tenant.pk), str(export.pk))
    return fresh(export)


def fresh(export: TenantExport) -> TenantExport:
    """The row as it is now."""
    with tenant_scope(str(export.tenant_id)):
        found: TenantExport = TenantExport.objects.get(pk=export.pk)
        return found


def content(export: TenantExport) -> bytes:
    """The file."""
    with storages["default"].open(export.file_key) as file:
        body: bytes = file.read()
    return body


def archive(export: TenantExport) -> zipfile.ZipFile:
    """The zip file."""
    return zipfile.ZipFile(io.BytesIO(content(export)))


def rows(text: bytes) -> list[dict[str, str]]:
    """A CSV file as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def test_every_tenant_owned_table_is_in_the_export() -> None:
    assert missing(exporting.TABLES) == []
    assert len({table.name for table in exporting.TABLES}) == len(exporting.TABLES)


def test_everything_of_the_tenant_and_nothing_of_another_is_in_the_file(
    tenant: Tenant, other_tenant: Tenant, alice: User
) -> None:
    fill(tenant)
    fill(other_tenant)
    export = made(tenant, alice)
    zipped = archive(export)

    assert export.status == "done"
    assert zipped.testzip() is None
    for table in exporting.TABLES:
        found = rows(zipped.read(f"tables/{table.name}.csv"))
        owned = {row.get("tenant_id") or row["id"] for row in found}
        assert owned <= {str(tenant.pk)}, table.name
    everything = b"".join(zipped.read(name) for name in zipped.namelist())
    assert str(other_tenant.pk).encode() not in everything
    assert len(rows(zipped.read("tables/messaging_message.csv"))) == 1


def test_the_manifest_has_the_hash_and_the_rows_of_every_file(tenant: Tenant, alice: User) -> None:
    fill(tenant)
    export = made(tenant, alice)
    zipped = archive(export)
    manifest = json.loads(zipped.read("manifest.json"))
    listed = {each["name"]: each for each in manifest["files"] if not each.get("missing")}

    assert set(listed) == set(zipped.namelist()) - {"manifest.json"}
    for name, each in listed.items():
        assert hashlib.sha256(zipped.read(name)).hexdigest() == each["sha256"]
        if name.endswith(".csv"):
            assert len(rows(zipped.read(name))) == each["rows"], name
    assert export.rows == sum(each.get("rows", 0) for each in listed.values())
    assert export.sha256 == hashlib.sha256(content(export)).hexdigest()


def test_pictures_and_rendered_texts_are_in_the_file(tenant: Tenant, alice: User) -> None:
    with tenant_scope(tenant.pk):
        program = make_program()
        picture = Evidence.objects.create(
            program=program, caption="Form", original_name="a.png", original_sha256="0" * 64,
            original_key=storages["default"].save("o", ContentFile(b"original")),
            public_key=storages["public"].save("p", ContentFile(b"copy")),
            fitted_key=storages["public"].save("f.jpg", ContentFile(b"small")),
            public_sha256="0" * 64, content_type="image/png", size_bytes=4, width=1, height=1,
            uploaded_by="alice",
        )  # fmt: skip
    zipped = archive(made(tenant, alice))

    assert zipped.read(f"evidence/{picture.pk}.png") == b"copy"
    assert zipped.read(f"evidence/fitted/{picture.pk}.jpg") == b"small"
    assert zipped.read(f"evidence/originals/{picture.pk}") == b"original"
    texts = json.loads(zipped.read("programs/reminders/version-1.json"))
    assert texts["content"]["brand_name"] == "Maple Dental"
    assert b"tax ids: all but their last three" in zipped.read("README.txt")


def test_no_secret_is_in_the_file(tenant: Tenant, alice: User, api_secret: str) -> None:
    with tenant_scope(tenant.pk):
        make_brand(tax_id=CANARY)
    zipped = archive(made(tenant, alice))
    everything = b"".join(zipped.read(name) for name in zipped.namelist())

    assert CANARY.encode() not in everything
    assert "••••••645".encode() in everything
    assert api_secret.encode() not in everything
    assert ApiKey.objects.get().digest.encode() not in everything
    assert b"gAAAAA" not in everything


def test_csv_files_are_as_spreadsheets_and_rfc_4180_want_them(tenant: Tenant, alice: User) -> None:
    with tenant_scope(tenant.pk):
        program = make_program()
        opt_in(program)
        originator = make_originator(program, make_brand(legal_name='=HYPERLINK("x"),\n"y"'))
        make_message(program, originator, body="+1 is not a number; @home")
    zipped = archive(made(tenant, alice))
    brand = zipped.read("tables/tenants_brand.csv")

    assert brand.startswith(b"\xef\xbb\xbf")
    assert brand.endswith(b"\r\n")
    assert rows(brand)[0]["legal_name"] == '\'=HYPERLINK("x"),\n"y"'
    message = rows(zipped.read("tables/messaging_message.csv"))[0]
    assert message["body"] == "'+1 is not a number; @home"
    assert message["recipient"] == RECIPIENT


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
def test_no_cell_begins_like_a_formula(start: str) -> None:
    assert safe(f"{start}1+1") == f"'{start}1+1"


def test_the_history_is_one_csv_file(tenant: Tenant, alice: User) -> None:
    fill(tenant)
    export = made(tenant, alice, S.HISTORY)
    found = rows(content(export))

    assert export.file_name.endswith(".csv")
    assert len(found) == export.rows >= 5
    assert {"Business created", "Export asked for"} <= {row["what"] for row in found}
    assert RECIPIENT.encode() not in content(export)


def test_asking_twice_makes_one_file(tenant: Tenant, alice: User) -> None:
    assert ask(tenant, alice).pk == ask(tenant, alice).pk


def test_too_many_exports_are_refused(tenant: Tenant, alice: User) -> None:
    for _ in range(exports.PER_HOUR):
        made(tenant, alice, S.HISTORY)
    with pytest.raises(DomainError, match="Try again later"):
        ask(tenant, alice)


def test_a_second_worker_leaves_an_export_alone_while_the_first_is_at_it(
    tenant: Tenant, alice: User
) -> None:
    export = ask(tenant, alice)
    with tenant_scope(tenant.pk):
        assert exports.claim(export.pk, parts=1, now=timezone.now())
    tasks.make_export(str(tenant.pk), str(export.pk))

    assert fresh(export).status == "running"


def test_the_sweep_has_a_killed_workers_export_made(
    tenant: Tenant, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = ask(tenant, alice)
    long_ago = timezone.now() - timedelta(minutes=10)
    with tenant_scope(tenant.pk):
        exports.claim(export.pk, parts=1, now=long_ago)
        TenantExport.objects.update(created_at=long_ago)
    monkeypatch.setattr(tasks.make_export, "delay", tasks.make_export)
    tasks.sweep_exports()

    assert fresh(export).status == "done"


@pytest.mark.parametrize("end", ["made anew", "given up", "erased"])
def test_a_worker_that_is_killed_with_a_stored_file_leaves_none_behind(
    tenant: Tenant, alice: User, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    export = ask(tenant, alice)
    with monkeypatch.context() as patch:
        patch.setattr(exports, "finish", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            tasks.make_export(str(tenant.pk), str(export.pk))
    left = fresh(export).file_key
    assert storages["default"].exists(left)

    with tenant_scope(tenant.pk):
        TenantExport.objects.update(lease_until=timezone.now())
        if end == "given up":
            exports.give_up(export.pk, now=timezone.now())
    if end == "made anew":
        tasks.make_export(str(tenant.pk), str(export.pk))
        assert fresh(export).status == "done"
    if end == "erased":
        remove_drafts(tenant.pk)
    assert not storages["default"].exists(left)


def test_a_file_that_is_done_after_its_business_was_erased_is_taken_away(
    tenant: Tenant, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    export, real, kept = ask(tenant, alice), exports.finish, []

    def late(export: TenantExport, **file: Any) -> bool:
        kept.append(file["file_key"])
        TenantExport.objects.all().delete()
        return real(export, **file)

    monkeypatch.setattr(exports, "finish", late)
    tasks.make_export(str(tenant.pk), str(export.pk))

    assert not storages["default"].exists(kept[0])


def test_a_worker_that_was_taken_for_dead_changes_nothing(
    tenant: Tenant, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = ask(tenant, alice)
    real, later = exporting._write_everything, timezone.now() + exports.LEASE * 2

    def slow(work: Any, path: Path) -> None:
        with tenant_scope(tenant.pk):
            exports.claim(export.pk, parts=1, now=later)
        real(work, path)

    monkeypatch.setattr(exporting, "_write_everything", slow)
    tasks.make_export(str(tenant.pk), str(export.pk))

    assert fresh(export).status == "running"
    assert fresh(export).file_key == ""


def test_what_cannot_be_made_for_hours_is_given_up(tenant: Tenant, alice: User) -> None:
    export = ask(tenant, alice)
    with tenant_scope(tenant.pk):
        TenantExport.objects.update(created_at=timezone.now() - exports.PATIENCE * 2)
    tasks.sweep_exports()

    assert fresh(export).status == "failed"
    assert "Ask again" in fresh(export).problem


def test_a_file_is_deleted_when_its_day_is_over(tenant: Tenant, alice: User) -> None:
    export = made(tenant, alice)
    with tenant_scope(tenant.pk):
        TenantExport.objects.update(expires_at=timezone.now())
    tasks.sweep_exports()

    assert fresh(export).status == "expired"
    assert not storages["default"].exists(export.file_key)


def test_an_export_is_asked_for_and_fetched_on_the_pages(
    as_alice: Client, alice: User, tenant: Tenant
) -> None:
    proven(as_alice)
    answer = as_alice.post("/exports/new/everything/")
    with tenant_scope(tenant.pk):
        export = TenantExport.objects.get()
    assert answer["Location"] == f"/exports/{export.pk}/"
    assert 'data-refresh="2"' in as_alice.get(answer["Location"]).content.decode()
    tasks.make_export(str(tenant.pk), str(export.pk))
    assert "The file is ready" in as_alice.get(answer["Location"]).content.decode()
    file = as_alice.get(f"/exports/{export.pk}/file/")

    assert file["Content-Disposition"].startswith("attachment;")
    assert "no-store" in file["Cache-Control"]
    assert b"".join(file.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    with tenant_scope(tenant.pk):
        kinds = list(TenantEvent.objects.order_by("at").values_list("kind", "data__rows"))
    assert kinds == [("export.asked", None), ("export.fetched", fresh(export).rows)]


def test_asking_and_fetching_need_a_fresh_sign_in(
    as_alice: Client, alice: User, tenant: Tenant
) -> None:
    export = made(tenant, alice)
    for url in ("/exports/new/history/", f"/exports/{export.pk}/file/"):
        assert "/accounts/reauthenticate/" in as_alice.get(url)["Location"]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.DEVELOPER, Role.VIEWER])
def test_only_owners_export(tenant: Tenant, alice: User, bob: User, role: Role) -> None:
    export = made(tenant, alice)
    Membership.objects.filter(user=bob).update(role=role)
    client = proven(signed_in(bob))
    for url in ("/exports/", "/exports/new/history/", f"/exports/{export.pk}/file/"):
        assert client.get(url).status_code == 403, url


def test_another_owner_does_not_get_the_file(tenant: Tenant, alice: User, bob: User) -> None:
    export = made(tenant, alice)
    Membership.objects.filter(user=bob).update(role=Role.OWNER)
    client = proven(signed_in(bob))

    assert "Only the person who asked" in client.get(f"/exports/{export.pk}/").content.decode()
    assert client.get(f"/exports/{export.pk}/file/").status_code == 403


def test_another_business_does_not_get_the_file(
    as_charlie: Client, tenant: Tenant, alice: User
) -> None:
    export = made(tenant, alice)

    assert as_charlie.get(f"/exports/{export.pk}/").status_code == 404
    assert proven(as_charlie).get(f"/exports/{export.pk}/file/").status_code == 404


def test_who_was_removed_does_not_get_the_file(tenant: Tenant, alice: User, bob: User) -> None:
    Membership.objects.filter(user=bob).update(role=Role.OWNER)
    export = made(tenant, bob)
    client = proven(signed_in(bob))
    Membership.objects.filter(user=bob).delete()

    assert client.get(f"/exports/{export.pk}/file/")["Location"] == "/welcome/"


def test_an_unknown_kind_is_not_there(as_alice: Client) -> None:
    assert proven(as_alice).get("/exports/new/nonsense/").status_code == 404
    assert as_alice.get(f"/exports/{uuid.uuid4()}/").status_code == 404
