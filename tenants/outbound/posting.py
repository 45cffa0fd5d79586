"""Posts to what strangers name, a tenant's app, under the same fences as `fetching`.

Only https, only by name, never along a redirect: what is signed for one receiver is for it alone.
"""

import time
from collections.abc import Mapping
from ipaddress import ip_address

from tenants.outbound import fetch_wire
from tenants.outbound.fetch_errors import FetchRefused
from tenants.outbound.fetch_target import OwnSite, Target, parse
from tenants.outbound.fetch_wire import INTERNET, Answer, Deadline, Network


def receiver(url: str, own: OwnSite | None = None) -> Target:
    """Return the parts of an address that may be posted to; raise FetchRefused for others."""
    target = parse(url, own)
    if own is not None and target.origin in own.origins:
        return target
    if target.scheme != "https":
        raise FetchRefused.because("not_https")
    try:
        ip_address(target.host)
    except ValueError:
        return target
    raise FetchRefused.because("no_name")


def post_public(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    purpose: str,
    total: float = 15,
    connect: float = 3,
    max_bytes: int = 4096,
    own: OwnSite | None = None,
    network: Network = INTERNET,
) -> Answer:
    """Post a body and return the answer, whatever its status; a redirect is an answer too.

    `total` and `connect` are seconds. Raises FetchRefused for what we will not call and
    FetchFailed where there was no answer. `own` names our own machine's listeners, which only an
    embedded run has; `network` is for tests only.
    """
    deadline = Deadline(time.monotonic() + total, connect)
    target = receiver(url, own)
    addresses = fetch_wire.checked_addresses(target, deadline, network, own)
    return fetch_wire.ask(
        target, addresses, "POST", purpose=purpose, max_bytes=max_bytes,
        deadline=deadline, network=network, headers=headers, body=body,
    )  # fmt: skip
