"""API keys: scopes, expiry, rotation with overlap, and what happens to a key that got out."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import redis
from django.test import Client
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator

from portal import api
from tenants import access, key_limits
from tenants.api_auth import HasScope
from tenants.errors import DomainError, InvalidInput
from tenants.events import Actor
from tenants.limits import Limit
from tenants.models import ApiKey, ApiKeyKind, KeyScope, Tenant, TenantEvent
from tenants.scoping import tenant_scope
from tests.tenants.test_developers import SECRET, form, proven

URL = "/api/v1/messages"
ACTOR = Actor.system("test")


def issue(tenant: Tenant, **fields: Any) -> tuple[ApiKey, str]:
    """A key of the tenant."""
    values: dict[str, Any] = {"name": "App", "kind": ApiKeyKind.TEST, "actor": ACTOR, **fields}
    return access.issue_api_key(tenant, **values)


def rotate(tenant: Tenant, key: ApiKey, **fields: Any) -> tuple[ApiKey, str]:
    """The key that takes its place."""
    return access.rotate_api_key(key.pk, tenant=tenant, actor=ACTOR, **fields)


def read(secret: str, **options: Any) -> Any:
    """Ask the API for the list of texts."""
    return Client().get(URL, headers={"Authorization": f"Bearer {secret}"}, **options)


def newest(tenant: Tenant) -> TenantEvent:
    """What happened last."""
    with tenant_scope(tenant.pk):
        found: TenantEvent = TenantEvent.objects.order_by("-at")[0]
        return found


@pytest.mark.parametrize(
    ("scopes", "get", "post"),
    [
        ([KeyScope.MESSAGES_READ], 200, 403),
        ([KeyScope.MESSAGES_SEND], 403, 400),
        (list(KeyScope), 200, 400),
    ],
)
def test_a_key_does_what_its_scopes_say_and_no_more(
    tenant: Tenant, scopes: list[str], get: int, post: int
) -> None:
    _, secret = issue(tenant, scopes=scopes)
    headers = {"Authorization": f"Bearer {secret}"}
    sent = Client().post(URL, {}, content_type="application/json", headers=headers)

    assert (read(secret).status_code, sent.status_code) == (get, post)


def test_a_missing_scope_is_named(tenant: Tenant) -> None:
    _, secret = issue(tenant, scopes=[KeyScope.MESSAGES_SEND])
    answer = read(secret).json()

    assert answer["code"] == "scope_missing"
    assert answer["fields"] == {"scope": "messages:read"}
    assert "messages:read" in answer["message"]


def test_a_key_needs_a_scope(tenant: Tenant) -> None:
    with pytest.raises(InvalidInput):
        issue(tenant, scopes=[])


def test_every_operation_demands_a_scope_for_each_method() -> None:
    for route in api.urlpatterns:
        view: Any = getattr(route.callback, "view_class", None)
        if route.name == "schema":
            continue
        scopes = [p.scopes for p in view.permission_classes if issubclass(p, HasScope)]
        methods = {m.upper() for m in ("get", "post", "put", "patch", "delete") if hasattr(view, m)}
        assert scopes, route.name
        assert methods <= set(scopes[0]), route.name


def test_the_description_says_which_scope_an_operation_needs() -> None:
    paths = SchemaGenerator().get_schema(public=True)["paths"]

    assert "`messages:send`" in paths[URL]["post"]["description"]
    assert "`messages:read`" in paths[URL]["get"]["description"]


def test_scopes_and_life_are_chosen_on_the_page(as_alice: Client) -> None:
    fields = form(scopes=["messages:read"], days="30")
    page = proven(as_alice).post("/developers/keys/new/", fields).content.decode()
    key = ApiKey.objects.get()

    assert SECRET.search(page)
    assert key.scopes == ["messages:read"]
    assert timedelta(days=29) < key.expires_at - timezone.now() <= timedelta(days=30)
    assert "Read texts" in as_alice.get("/developers/").content.decode()


@pytest.mark.parametrize("wrong", [{"scopes": []}, {"scopes": ["all"]}, {"days": "7"}])
def test_a_wrong_choice_makes_no_key(as_alice: Client, wrong: dict[str, Any]) -> None:
    assert proven(as_alice).post("/developers/keys/new/", form(**wrong)).status_code == 200
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize(
    ("days", "words"),
    [(31, None), (29, "ends in 28 days"), (5, "ends in 4 days"), (1, "ends today")],
)
def test_the_page_warns_before_a_key_ends(
    as_alice: Client, tenant: Tenant, days: int, words: str | None
) -> None:
    issue(tenant, life=timedelta(days=days))
    page = as_alice.get("/developers/").content.decode()

    assert (words in page) if words else "”  ends" not in page and "” ends" not in page


def test_both_keys_work_for_a_day_after_a_rotation(tenant: Tenant) -> None:
    old, old_secret = issue(tenant, scopes=["messages:read"], name="Booking")
    new, new_secret = rotate(tenant, old)
    old.refresh_from_db()

    assert (new.name, new.kind, new.scopes) == ("Booking", "test", ["messages:read"])
    assert old.replaced_by == new
    assert old.expires_at - timezone.now() <= timedelta(hours=24)
    assert new.expires_at - timezone.now() > timedelta(days=364)
    assert read(old_secret).status_code == read(new_secret).status_code == 200
    assert newest(tenant).kind == TenantEvent.Kind.KEY_ROTATED
    assert newest(tenant).data["changed"] == {"prefix": [old.prefix, new.prefix]}


def test_the_old_key_ends_by_itself(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    old, old_secret = issue(tenant)
    _, new_secret = rotate(tenant, old)
    later = timezone.now() + timedelta(hours=24, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert (read(old_secret).status_code, read(new_secret).status_code) == (401, 200)


def test_the_old_key_can_be_revoked_at_once(tenant: Tenant) -> None:
    old, old_secret = issue(tenant)
    _, new_secret = rotate(tenant, old)
    access.revoke_api_key(old.pk, tenant=tenant, actor=ACTOR)

    assert (read(old_secret).status_code, read(new_secret).status_code) == (401, 200)


def test_a_key_is_replaced_once(tenant: Tenant) -> None:
    old, _ = issue(tenant)
    rotate(tenant, old)
    with pytest.raises(DomainError, match="replaced already"):
        rotate(tenant, old)
    assert ApiKey.objects.count() == 2


def test_a_key_that_no_longer_works_cannot_be_replaced(tenant: Tenant) -> None:
    old, _ = issue(tenant)
    access.revoke_api_key(old.pk, tenant=tenant, actor=ACTOR)
    with pytest.raises(DomainError, match="no longer works"):
        rotate(tenant, old)


def test_sending_the_form_twice_makes_one_new_key(as_alice: Client, tenant: Tenant) -> None:
    old, _ = issue(tenant)
    url, fields = f"/developers/keys/{old.pk}/replace/", {"key_id": str(uuid.uuid4())}
    proven(as_alice)
    first = as_alice.post(url, fields).content.decode()
    again = as_alice.post(url, fields, follow=True).content.decode()

    assert SECRET.search(first)
    assert "This key was made already." in again
    assert ApiKey.objects.count() == 2


def test_a_key_is_replaced_only_after_a_fresh_sign_in(as_alice: Client, tenant: Tenant) -> None:
    old, _ = issue(tenant)
    url = f"/developers/keys/{old.pk}/replace/"

    assert as_alice.get(url).headers["Location"].startswith("/accounts/reauthenticate/")
    assert as_alice.post(url, {"key_id": str(uuid.uuid4())}).status_code == 302
    assert ApiKey.objects.count() == 1


def test_another_business_cannot_replace_a_key(as_charlie: Client, tenant: Tenant) -> None:
    old, _ = issue(tenant)
    fields = {"key_id": str(uuid.uuid4())}

    url = f"/developers/keys/{old.pk}/replace/"
    assert proven(as_charlie).post(url, fields).status_code == 404


def test_a_full_set_of_keys_can_still_be_replaced(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "KEYS_PER_TENANT", 1)
    old, _ = issue(tenant)
    rotate(tenant, old)
    with pytest.raises(DomainError, match="at most 1 keys"):
        issue(tenant)


def test_revocation_counts_from_the_next_request_on(tenant: Tenant) -> None:
    key, secret = issue(tenant)
    assert read(secret).status_code == 200
    access.revoke_api_key(key.pk, tenant=tenant, actor=ACTOR)

    assert read(secret).status_code == 401


@pytest.mark.parametrize("kind", list(ApiKeyKind))
def test_the_kind_is_visible_in_the_key(tenant: Tenant, kind: ApiKeyKind) -> None:
    key, secret = issue(tenant, kind=kind)

    assert secret.startswith(f"ast_{kind}_")
    assert key.prefix == secret[: len(key.prefix)]


@pytest.mark.parametrize("name", ["api_key", "token", "reference"])
@pytest.mark.parametrize("path", [URL, "/api/v1/schema", "/healthz", "/developers/"])
def test_a_key_in_an_address_is_refused_and_revoked(tenant: Tenant, path: str, name: str) -> None:
    key, secret = issue(tenant)
    answer = Client().get(path, {name: secret})
    key.refresh_from_db()

    assert answer.status_code == 400
    assert "the key is revoked" in answer.content.decode()
    assert secret not in answer.content.decode()
    assert key.revoked_at is not None
    assert newest(tenant).kind == TenantEvent.Kind.KEY_REVOKED
    assert "address" in newest(tenant).data["reason"]
    assert read(secret).status_code == 401


def test_a_key_is_recognised_in_an_address_however_it_is_written(tenant: Tenant) -> None:
    key, secret = issue(tenant)
    hidden = "".join(f"%{ord(sign):02x}" for sign in secret)
    answer = Client().get(f"{URL}?x={hidden}")
    key.refresh_from_db()

    assert (answer.status_code, answer.json()["code"]) == (400, "key_in_address")
    assert key.revoked_at is not None


def test_what_only_looks_like_a_key_revokes_nothing(tenant: Tenant) -> None:
    key, secret = issue(tenant)
    wrong = secret[:-10] + ("a" if secret[-10] != "a" else "b") + secret[-9:]
    assert Client().get(URL, {"api_key": wrong}).status_code == 400
    key.refresh_from_db()

    assert key.is_usable


def test_wrong_keys_are_told_to_wait_and_right_ones_are_not(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_limits, "FAILED_KEYS", Limit(f"t{uuid.uuid4()}", count=20, seconds=60))
    _, secret = issue(tenant)
    statuses = [read("ast_live_wrong").status_code for _ in range(22)]
    refused = read("ast_live_wrong")

    assert statuses == [401] * 20 + [429] * 2
    assert refused.json()["code"] == "throttled"
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert read("ast_live_wrong", REMOTE_ADDR="203.0.113.9").status_code == 401
    assert read(secret).status_code == 200


def test_without_redis_a_wrong_key_is_still_wrong(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: object, whose: object) -> float:
        raise redis.ConnectionError

    monkeypatch.setattr(Limit, "wait", away)

    assert read("ast_live_wrong").status_code == 401
