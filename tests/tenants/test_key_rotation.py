"""Keys of encrypted fields: put under the newest, nothing forgotten, nothing in clear."""

import io
import json
import logging
from datetime import timedelta
from typing import Any

import pytest
import redis
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from registrations.models import AnswerSource, FieldValue, RegistrationVersion
from tenants import crypto, field_keys
from tenants.company import brands
from tenants.crypto import EncryptedTextField
from tenants.events import Actor
from tenants.models import Brand, BrandDraft, Invitation, Tenant, User
from tenants.scoping import all_tenants_scope, reencrypting, tenant_scope
from tests.builders import make_brand, make_program, make_registration

CANARY = "938271645"
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def run(**options: Any) -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("rotate_field_keys", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def secrets_under_the_old_key(tenant: Tenant, other_tenant: Tenant, alice: User, settings: Any):
    """One secret in every kind of place, of two tenants, written when the old key was the only."""
    settings.FIELD_KEYS = [OLD]
    for each in (tenant, other_tenant):
        with tenant_scope(each.pk):
            brand = make_brand(tax_id=CANARY)
            version = make_registration(brand, make_program()).current
            FieldValue.objects.create(
                version=version, path="companyInfo.taxId", source=AnswerSource.BRAND, text=CANARY
            )
            version.answers_sent = {
                "companyInfo.taxId": {"encrypted": crypto.encrypt(CANARY)},
                "companyInfo.website": {"text": "https://mapledental.example"},
            }
            version.save()
            BrandDraft.objects.create(answers_json=json.dumps({"tax_id": CANARY}))
    Invitation.objects.create(
        email="mara@mapledental.example", role="owner", business_name="Maple",
        details_json=json.dumps({"tax_id": CANARY}), expires_at=timezone.now() + timedelta(days=7),
    )  # fmt: skip
    seed = get_adapter().encrypt("SEED")
    Authenticator.objects.create(user=alice, type="totp", data={"secret": seed})


@pytest.mark.usefixtures("secrets_under_the_old_key")
def test_the_old_key_can_be_taken_away_once_all_is_under_the_new(
    tenant: Tenant, settings: Any
) -> None:
    settings.FIELD_KEYS = [NEW, OLD]
    with pytest.raises(SystemExit) as stopped:
        run(check=True)
    assert stopped.value.code == 1
    assert "10 rows were re-encrypted" in run()
    assert "No row needs an old key." in run(check=True)

    settings.FIELD_KEYS = [NEW]
    with tenant_scope(tenant.pk):
        assert Brand.objects.get().tax_id == CANARY
        assert FieldValue.objects.get().text == CANARY
        assert BrandDraft.objects.get().answers == {"tax_id": CANARY}
        sent = RegistrationVersion.objects.get().answers_sent
    assert crypto.decrypt(sent["companyInfo.taxId"]["encrypted"]) == CANARY
    assert sent["companyInfo.website"] == {"text": "https://mapledental.example"}
    assert Invitation.objects.get().details == {"tax_id": CANARY}
    assert get_adapter().decrypt(Authenticator.objects.get().data["secret"]) == "SEED"


@pytest.mark.usefixtures("secrets_under_the_old_key")
def test_a_second_run_changes_nothing(settings: Any) -> None:
    settings.FIELD_KEYS = [NEW, OLD]
    run()

    assert "0 rows were re-encrypted" in run()


@pytest.mark.usefixtures("secrets_under_the_old_key")
def test_a_run_that_was_cut_short_is_gone_on_with(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FIELD_KEYS = [NEW, OLD]
    monkeypatch.setattr(field_keys, "BATCH", 1)
    brands_only = [h for h in field_keys.holders() if str(h) == "tenants.Brand.tax_id"]
    assert field_keys.reencrypt(brands_only[0]) == field_keys.Count(rows=2, old=2)
    run()

    assert "No row needs an old key." in run(check=True)


@pytest.mark.usefixtures("secrets_under_the_old_key")
def test_a_secret_without_its_key_stops_the_command(settings: Any) -> None:
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(ImproperlyConfigured):
        run()


@pytest.mark.parametrize("written", ["gAAAAA", "gAAAAABé", "gAAAAA" + "A" * 94])
def test_nobody_stops_the_command_by_what_they_write(
    tenant: Tenant, settings: Any, written: str
) -> None:
    settings.FIELD_KEYS = [OLD]
    with tenant_scope(tenant.pk):
        version = make_registration(make_brand(), make_program()).current
        version.answers_sent = {
            "companyInfo.taxId": {"encrypted": crypto.encrypt(CANARY)},
            "companyInfo.companyName": {"text": written},
        }
        version.save()
    settings.FIELD_KEYS = [NEW, OLD]
    run()

    assert "No row needs an old key." in run(check=True)
    with tenant_scope(tenant.pk):
        version.refresh_from_db()
    assert version.answers_sent["companyInfo.companyName"] == {"text": written}


def test_a_seed_of_recovery_codes_without_its_key_stops_the_command(
    alice: User, settings: Any
) -> None:
    settings.FIELD_KEYS = [OLD]
    seed = get_adapter().encrypt("SEED")
    Authenticator.objects.create(user=alice, type="recovery_codes", data={"seed": seed})
    settings.FIELD_KEYS = [NEW]

    with pytest.raises(ImproperlyConfigured):
        run()


def test_every_encrypted_field_is_found() -> None:
    encrypted = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, EncryptedTextField)
    }
    found = {str(holder) for holder in field_keys.holders()}

    assert "tenants.Brand.tax_id" in encrypted
    assert encrypted <= found
    assert {"mfa.Authenticator.data", "registrations.RegistrationVersion.answers_sent"} <= found


@pytest.mark.usefixtures("secrets_under_the_old_key")
def test_no_tax_id_is_in_the_database_in_clear() -> None:
    assert [table for table, text in dump() if CANARY in text] == []


def dump() -> list[tuple[str, str]]:
    """Every row of every table as text, as the staff role sees it."""
    found = []
    with all_tenants_scope("test"), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [(table, row[0]) for row in cursor.fetchall()]
    return found


def test_answers_as_filed_change_in_their_cipher_texts_only(in_tenant: Tenant) -> None:
    version = make_registration(make_brand(), make_program()).current
    version.answers_sent = {"a": {"encrypted": "x"}, "b": {"text": "y"}}
    version.save()
    rows = RegistrationVersion.objects.filter(pk=version.pk)
    with reencrypting():
        assert rows.update(answers_sent={"a": {"encrypted": "z"}, "b": {"text": "y"}}) == 1
    for wrong in (
        {"a": {"encrypted": "z"}, "b": {"text": "other"}},
        {"a": {"encrypted": "z"}},
        {"a": {"text": "z"}, "b": {"text": "y"}},
        {"a": {"encrypted": "z"}, "b": {"text": "y"}, "c": {"encrypted": "new"}},
        None,
    ):
        assert refused(rows, wrong), wrong


def refused(rows: Any, answers: Any) -> bool:
    """Does the database refuse this, although secrets are being encrypted anew?"""
    try:
        with transaction.atomic(), reencrypting():
            rows.update(answers_sent=answers)
    except IntegrityError:
        return True
    return False


PAGES = (
    "/", "/brand/", "/programs/", "/registrations/", "/recipients/", "/messages/", "/developers/",
    "/team/", "/help/",
)  # fmt: skip


def test_a_tax_id_is_on_no_page_but_staffs_review_and_in_no_log_event_history_or_cache(
    as_alice: Client, as_dana: Client, tenant: Tenant, alice: User, settings: Any, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    with tenant_scope(tenant.pk):
        brand = make_brand()
        values = {name: getattr(brand, name) for name in brands.FIELDS}
        brands.save_brand(
            values={**values, "tax_id": CANARY}, revision=1, actor=Actor.member(alice)
        )
        registration = make_registration(brand)
        FieldValue.objects.create(
            version=registration.current, path="companyInfo.taxId",
            source=AnswerSource.BRAND, text=CANARY,
        )  # fmt: skip
    pages = [*PAGES, f"/registrations/{registration.pk}/"]
    shown = [as_alice.get(page, follow=True) for page in pages]
    shown += [
        as_dana.get(page, follow=True)
        for page in ("/admin/", f"/admin/tenants/tenant/{tenant.pk}/change/",
                     f"/admin/tenants/brand/{brand.pk}/change/",
                     f"/admin/registrations/registration/{registration.pk}/change/")
    ]  # fmt: skip

    assert all(page.status_code == 200 for page in shown)
    leaks = [page.request["PATH_INFO"] for page in shown if CANARY in page.content.decode()]
    # Staff compare it with the tax letter before they hand a registration on. Nowhere else.
    assert leaks == [f"/admin/registrations/registration/{registration.pk}/change/"]
    assert CANARY not in caplog.text
    assert [table for table, text in dump() if CANARY in text] == []
    client = redis.Redis.from_url(settings.REDIS_URL)
    cached = [client.dump(key) or b"" for key in client.scan_iter("*")]
    assert not any(CANARY.encode() in value for value in cached)
