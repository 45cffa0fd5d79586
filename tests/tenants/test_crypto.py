"""Secrets at rest: cipher text in the database, clear in Python, keys that can be rotated."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from tenants import crypto
from tenants.adapters import EncryptedMFAAdapter
from tenants.models import Brand, Tenant
from tests.builders import make_brand

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_a_secret_comes_back_and_is_never_the_same_cipher_text_twice() -> None:
    first, second = crypto.encrypt("911144442"), crypto.encrypt("911144442")
    assert first != second
    assert crypto.decrypt(first) == crypto.decrypt(second) == "911144442"


def test_a_rotated_key_still_reads_what_the_old_one_wrote(settings) -> None:
    settings.FIELD_KEYS = [OLD]
    token = crypto.encrypt("911144442")
    settings.FIELD_KEYS = [NEW, OLD]
    assert crypto.decrypt(token) == "911144442"


def test_new_secrets_are_written_with_the_newest_key(settings) -> None:
    settings.FIELD_KEYS = [NEW, OLD]
    token = crypto.encrypt("911144442")
    settings.FIELD_KEYS = [NEW]
    assert crypto.decrypt(token) == "911144442"


def test_a_missing_key_is_named_and_no_secret_is_shown(settings) -> None:
    settings.FIELD_KEYS = [OLD]
    token = crypto.encrypt("911144442")
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS") as error:
        crypto.decrypt(token)
    assert "911144442" not in str(error.value)


def test_a_tampered_secret_is_refused() -> None:
    token = crypto.encrypt("911144442")
    with pytest.raises(ImproperlyConfigured):
        crypto.decrypt(token[:-4] + "AAA=")


def test_the_tax_id_is_cipher_text_in_the_database(in_tenant: Tenant) -> None:
    make_brand(tax_id="911144442")
    with connection.cursor() as cursor:
        cursor.execute("SELECT tax_id FROM tenants_brand")
        (stored,) = cursor.fetchone()
    assert "911144442" not in stored
    assert crypto.decrypt(stored) == "911144442"
    assert Brand.objects.get().tax_id == "911144442"


def test_second_factor_seeds_are_cipher_text() -> None:
    adapter = EncryptedMFAAdapter()
    assert "SEED" not in adapter.encrypt("SEED")
    assert adapter.decrypt(adapter.encrypt("SEED")) == "SEED"
