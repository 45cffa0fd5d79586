"""Evidence on S3: the same verbs and the same public address, against a real HTTP server."""

from collections.abc import Iterator
from unittest.mock import Mock

import boto3
import pytest
from django.conf import LazySettings
from django.core.files.storage import storages
from django.test import Client
from moto.server import ThreadedMotoServer
from s3transfer.exceptions import RetriesExceededError

from consent import addresses, evidence
from consent.models import Evidence, Program
from tenants.events import Actor
from tenants.models import Tenant
from tests.consent.conftest import found_program
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
