"""Signatures agree with Standard Webhooks, byte for byte, and old secrets sign beside new ones."""

import base64
from typing import Any

from tenants.webhooks import signing

# A secret, message and signature as the specification's own libraries print them.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID, AT, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_signature_is_the_one_that_libraries_expect() -> None:
    assert signing.signature(SECRET, message_id=ID, timestamp=AT, body=BODY) == SIGNATURE


def test_whatever_is_changed_changes_the_signature() -> None:
    given: dict[str, Any] = {"message_id": ID, "timestamp": AT, "body": BODY}
    others = (
        *({**given, "message_id": "msg_2"}, {**given, "timestamp": AT + 1}),
        {**given, "body": BODY + " "},
    )
    for other in others:
        assert signing.signature(SECRET, **other) != SIGNATURE


def test_while_a_secret_is_replaced_both_sign() -> None:
    new = signing.new_secret()
    made = signing.headers([new, SECRET], message_id=ID, timestamp=AT, body=BODY)

    first, second = made["webhook-signature"].split(" ")
    assert first == signing.signature(new, message_id=ID, timestamp=AT, body=BODY)
    assert second == SIGNATURE
    assert (made["webhook-id"], made["webhook-timestamp"]) == (ID, str(AT))


def test_a_secret_holds_32_random_bytes_behind_its_prefix() -> None:
    secret = signing.new_secret()

    assert secret.startswith("whsec_")
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    assert secret != signing.new_secret()
