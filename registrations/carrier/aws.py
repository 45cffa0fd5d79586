"""The one client of the carrier's API: boto3, in production and everywhere else.

Only here are the service's exceptions known; callers see the three errors of the package.
"""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
)
from django.conf import settings

from registrations.carrier import CarrierBusy, CarrierFull, CarrierRejected, CarrierUnavailable
from registrations.carrier.pacing import attach
from tenants.scoping import current_scope

SERVICE = "pinpoint-sms-voice-v2"
# Quotas per second: the same call may succeed later.
LATER = frozenset({"ThrottlingException", "TooManyRequests"})
FULL = "ServiceQuotaExceededException"


@functools.cache
def client(*, retries: int) -> Any:
    """Return the boto3 client; `retries` is the total number of attempts it may make.

    SendTextMessage has no idempotency token, so each of botocore's own retries is a possible
    second text: sending uses `retries=1`. Reads and calls with a ClientToken may repeat; each
    attempt takes its turn (`pacing`).
    """
    config = Config(
        retries={"total_max_attempts": retries, "mode": "standard"},
        connect_timeout=3,
        read_timeout=10,
        max_pool_connections=50,
        tcp_keepalive=True,
    )
    made = boto3.client(
        SERVICE,  # type: ignore[call-overload]
        region_name=settings.AWS_REGION,
        endpoint_url=settings.CARRIER_ENDPOINT_URL or None,
        config=config,
    )
    return attach(made)


def simulator_url() -> str:
    """Return where texts of test keys go: empty where there is no simulator."""
    embedded = settings.CARRIER_ENDPOINT_URL if settings.EMBEDDED else ""
    return str(settings.SIMULATOR_URL or embedded)


@functools.cache
def practice_client(url: str) -> Any:
    """Return the client for texts of test keys, which knows a simulator's address only.

    Its credentials are words: the carrier's own are never sent there, and it could not use them.
    """
    config = Config(
        retries={"total_max_attempts": 1, "mode": "standard"}, connect_timeout=3, read_timeout=10
    )
    return boto3.client(
        SERVICE,  # type: ignore[call-overload]
        region_name=settings.AWS_REGION,
        endpoint_url=url,
        aws_access_key_id="practice",
        aws_secret_access_key="practice",  # noqa: S106 - a simulator has no secrets
        aws_session_token="",
        config=config,
    )


@contextmanager
def asking() -> Iterator[None]:
    """Translate the service's errors; refuse to be used while a database scope is open.

    A scope is a transaction, and no HTTP call may hold one.
    """
    if current_scope() is not None:
        raise RuntimeError("The carrier must not be called while a tenant's scope is open.")
    try:
        yield
    except ParamValidationError as error:
        raise CarrierRejected("ParamValidationError", str(error)) from error
    except ClientError as error:
        raise _translated(error) from error
    except (EndpointConnectionError, ConnectTimeoutError) as error:
        # Not a byte was sent.
        raise CarrierBusy("The carrier could not be reached.") from error
    except NoCredentialsError as error:
        raise CarrierBusy("No AWS credentials are configured.") from error
    except BotoCoreError as error:
        raise CarrierUnavailable(f"No answer from the carrier ({type(error).__name__}).") from error


def _translated(error: ClientError) -> CarrierBusy | CarrierRejected | CarrierUnavailable:
    answer: dict[str, Any] = dict(error.response)
    code = answer.get("Error", {}).get("Code", "")
    message = answer.get("Error", {}).get("Message", "")
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code == FULL:
        return CarrierFull(f"{code}: {message}", answer.get("Reason", ""))
    if code in LATER:
        return CarrierBusy(f"{code}: {message}")
    if status >= 500:
        return CarrierUnavailable(f"{code}: {message}")
    fields = {entry["Name"]: entry["Message"] for entry in answer.get("Fields", [])}
    return CarrierRejected(code, message, answer.get("Reason", ""), fields)
