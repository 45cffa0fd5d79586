"""Topics by which the carrier's notifications reach us: the one operation that we need of them."""

import functools
from typing import Any

import boto3
from botocore.config import Config
from django.conf import settings

from registrations.carrier.aws import asking


@functools.cache
def _client() -> Any:
    config = Config(
        retries={"total_max_attempts": 3, "mode": "standard"}, connect_timeout=3, read_timeout=10
    )
    return boto3.client("sns", region_name=settings.AWS_REGION, config=config)


def confirm(topic_arn: str, *, token: str) -> None:
    """Confirm the subscription that a token stands for; only our account may end it again.

    The simulator has no topics of its own and never asks.
    """
    with asking():
        _client().confirm_subscription(
            TopicArn=topic_arn, Token=token, AuthenticateOnUnsubscribe="true"
        )
