"""Evidence on S3: the same verbs and the same public address, against a real HTTP server."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import Mock

import boto3
import pytest
import requests
from django.conf import LazySettings
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone
from moto.server import ThreadedMotoServer
from s3transfer.exceptions import RetriesExceededError

from consent import addresses, evidence
from consent.evidence import tasks
from consent.models import Evidence, EvidenceUpload, Program
from tenants.events import Actor
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.consent.conftest import found_program
from tests.consent.pages import page
from tests.consent.test_evidence import PNG, add, path_of

ORIGINALS, PUBLIC = "assent-originals", "assent-public"


@pytest.fixture(scope="module")
def s3_url() -> Iterator[str]:
    """An S3 that keeps everything in memory."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def _s3(s3_url: str, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal's storages on that S3."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    client = boto3.client("s3", endpoint_url=s3_url, region_name="us-east-1")
    for bucket in (ORIGINALS, PUBLIC):
        client.create_bucket(Bucket=bucket)
    settings.STORAGES = {
        **settings.STORAGES,
        "default": storage(ORIGINALS, s3_url),
        "public": storage(PUBLIC, s3_url),
    }


def storage(bucket: str, endpoint: str) -> dict[str, object]:
    """A storage as production has it."""
    options = {
        "bucket_name": bucket,
        "region_name": "us-east-1",
        "endpoint_url": endpoint,
        "default_acl": None,
        "file_overwrite": False,
        "querystring_expire": 300,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


@pytest.fixture
def draft(in_tenant: Tenant, brand: object, actor: Actor) -> Program:
    """A program, in its tenant's scope."""
    return found_program(actor)


@pytest.mark.usefixtures("_s3")
def test_original_and_copy_lie_in_their_own_buckets(
    draft: Program, actor: Actor, s3_url: str
) -> None:
    shot = add(draft, actor)

    client = boto3.client("s3", endpoint_url=s3_url, region_name="us-east-1")
    original = client.get_object(Bucket=ORIGINALS, Key=shot.original_key)
    copy = client.get_object(Bucket=PUBLIC, Key=shot.public_key)
    assert original["Body"].read() == PNG
    assert copy["ContentType"] == "image/png"


@pytest.mark.usefixtures("_s3")
def test_a_reviewer_reads_through_our_address_without_any_credentials(
    draft: Program, actor: Actor, client: Client
) -> None:
    shot = add(draft, actor)

    answer = client.get(path_of(shot))

    assert answer.status_code == 200
    assert answer.content == evidence.read_copy(shot)
    assert "Signature" not in addresses.evidence_url(shot)


@pytest.mark.usefixtures("_s3")
def test_a_bucket_that_is_missing_is_said_in_words(
    draft: Program, actor: Actor, settings: LazySettings, s3_url: str
) -> None:
    settings.STORAGES = {**settings.STORAGES, "public": storage("no-such-bucket", s3_url)}

    with pytest.raises(evidence.StorageUnavailable, match="Try again"):
        add(draft, actor)

    assert not Evidence.objects.exists()
    client = boto3.client("s3", endpoint_url=s3_url, region_name="us-east-1")
    kept = client.list_objects_v2(Bucket=ORIGINALS, Prefix=f"tenant/{draft.tenant_id}/")
    assert kept["KeyCount"] == 0


@pytest.mark.usefixtures("_s3")
def test_a_picture_that_s3_does_not_give_is_no_crash(
    draft: Program, actor: Actor, client: Client, settings: LazySettings, s3_url: str
) -> None:
    shot = add(draft, actor)
    settings.STORAGES = {**settings.STORAGES, "public": storage("no-such-bucket", s3_url)}

    assert client.get(path_of(shot)).status_code == 503


@pytest.mark.usefixtures("_s3")
def test_a_picture_whose_download_breaks_off_is_no_crash(
    draft: Program, actor: Actor, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shot = add(draft, actor)
    broken = Mock(side_effect=RetriesExceededError(OSError("reset")))
    monkeypatch.setattr(storages["public"], "open", broken)

    assert client.get(path_of(shot)).status_code == 503


# --- Straight to the bucket ---------------------------------------------------------------


def announce(client: Client, program: Program, **changes: Any) -> Any:
    """Say what will be sent, as the page's script does."""
    said = {"name": "till_screen.png", "size": len(PNG), "type": "image/png",
            "is_free_of_personal_data": "on"}  # fmt: skip
    return client.post(page("upload_begin", program), {**said, **changes})


def send(begun: Any, data: bytes = PNG, **changes: str) -> requests.Response:
    """Send a file to the bucket with the form that was signed."""
    fields = {**begun["fields"], **changes}
    return requests.post(begun["url"], data=fields, files={"file": data}, timeout=10)


@pytest.mark.usefixtures("_s3")
def test_a_file_goes_straight_to_the_bucket_and_becomes_evidence(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    begun = announce(as_alice, program).json()
    assert send(begun).status_code == 204
    done = as_alice.post(begun["done"])
    assert (done.status_code, done.json()) == (200, {"status": "received"})
    with tenant_scope(tenant.pk):
        row = EvidenceUpload.objects.get()

    tasks.check_upload(str(tenant.pk), str(row.pk))

    with tenant_scope(tenant.pk):
        shot = Evidence.objects.get()
    assert (shot.caption, shot.original_sha256) == ("Till screen", hashlib.sha256(PNG).hexdigest())
    assert as_alice.get(path_of(shot)).status_code == 200


@pytest.mark.usefixtures("_s3")
def test_nothing_is_received_that_the_bucket_has_not(as_alice: Client, program: Program) -> None:
    begun = announce(as_alice, program).json()

    done = as_alice.post(begun["done"])

    assert (done.status_code, done.json()["problem"]) == (
        422, "The file has not arrived. Send it again.",
    )  # fmt: skip


@pytest.mark.usefixtures("_s3")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"size": 11 * 1024 * 1024}, "larger than 10 MB"),
        ({"size": 0}, "empty"),
        ({"type": "image/svg+xml"}, "Only PNG"),
        ({"type": "text/html"}, "Only PNG"),
        ({"is_free_of_personal_data": ""}, "personal data"),
    ],
)
def test_what_cannot_be_used_gets_no_form(
    as_alice: Client, tenant: Tenant, program: Program, changes: Any, words: str
) -> None:
    answer = announce(as_alice, program, **changes)

    assert answer.status_code == 422
    assert words in answer.json()["problem"]
    with tenant_scope(tenant.pk):
        assert not EvidenceUpload.objects.exists()


@pytest.mark.usefixtures("_s3")
def test_the_signed_form_fixes_key_type_size_and_time(as_alice: Client, program: Program) -> None:
    begun = announce(as_alice, program).json()

    policy = json.loads(base64.b64decode(begun["fields"]["policy"]))
    key = begun["fields"]["key"]
    assert re.fullmatch(rf"tenant/{program.tenant_id}/quarantine/[0-9a-f-]{{36}}", key)
    assert ["content-length-range", 1, len(PNG)] in policy["conditions"]
    assert {"key": key} in policy["conditions"]
    assert {"Content-Type": "image/png"} in policy["conditions"]
    ends_at = datetime.fromisoformat(policy["expiration"])
    assert timedelta(0) < ends_at - timezone.now() <= timedelta(minutes=10)


@pytest.mark.usefixtures("_s3")
def test_a_file_under_another_key_never_arrives(as_alice: Client, program: Program) -> None:
    # The bucket of these tests does not read policies; what it lets through must not count.
    begun = announce(as_alice, program).json()
    send(begun, key="tenant/somebody-else/evidence/x")

    assert as_alice.post(begun["done"]).status_code == 422


@pytest.mark.usefixtures("_s3")
def test_a_file_larger_than_announced_is_refused(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    begun = announce(as_alice, program).json()
    send(begun, PNG + b"\0" * 100)

    assert as_alice.post(begun["done"]).json() == {"status": "refused"}
    with tenant_scope(tenant.pk):
        assert "larger than announced" in EvidenceUpload.objects.get().problem


@pytest.mark.usefixtures("_s3")
def test_a_page_may_send_to_the_bucket_and_nowhere_else(
    as_alice: Client, program: Program, s3_url: str
) -> None:
    policy = as_alice.get(page("evidence_upload", program))["Content-Security-Policy"]
    elsewhere = as_alice.get(page("program", program))["Content-Security-Policy"]

    allowed = next(part for part in policy.split("; ") if part.startswith("connect-src"))
    assert allowed == f"connect-src 'self' {s3_url}"
    assert s3_url not in elsewhere


@pytest.mark.usefixtures("_s3")
def test_another_business_cannot_say_that_a_file_has_arrived(
    as_alice: Client, as_charlie: Client, program: Program
) -> None:
    begun = announce(as_alice, program).json()
    send(begun)

    assert as_charlie.post(begun["done"]).status_code == 404
