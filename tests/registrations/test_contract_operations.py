"""Every operation of the simulator, called through the unchanged client on things that exist.

Each answer is compared with botocore's model twice: by the client here, and by the simulator.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from registrations.carrier.simulator.operations import OPERATIONS
from registrations.carrier.simulator.testing import Simulator, running
from tests.registrations.contract import (
    BRAND_TYPE,
    CAMPAIGN_TYPE,
    GB_TYPE,
    REVIEW,
    leased,
    prepared,
)
from tests.registrations.simulation import (
    EVENTS_TOPIC,
    INBOUND_TOPIC,
    MODEL,
    PERSON,
    PNG,
    checked_client,
    event_set,
    refusal,
    uploaded,
)

ARN = "arn:aws:sms-voice:us-east-1:000000000000"


@dataclass
class Account:
    """An account with one of everything."""

    simulator: Simulator
    client: Any

    def draft(self) -> str:
        """A brand that is not handed in."""
        return prepared(self.simulator, self.client, BRAND_TYPE)

    def submitted(self) -> str:
        """A brand under review."""
        registration_id = self.draft()
        self.client.submit_registration_version(RegistrationId=registration_id)
        return registration_id

    def denied(self) -> str:
        """A brand that was denied."""
        registration_id = self.submitted()
        self.simulator.decide(registration_id, "deny")
        return registration_id

    def number(self, **more: Any) -> str:
        """A number that can send."""
        number_id = str(leased(self.client, "LONG_CODE", "CA", **more)["PhoneNumberId"])
        self.simulator.advance(REVIEW)
        return number_id

    def keyword(self) -> dict[str, str]:
        """A keyword of a number."""
        number_id = self.number()
        word = {"OriginationIdentity": number_id, "Keyword": "JOIN"}
        self.client.put_keyword(**word, KeywordMessage="Welcome", KeywordAction="OPT_IN")
        return word

    def pool(self) -> str:
        """A pool with one number."""
        made = self.client.create_pool(
            OriginationIdentity=self.number(), IsoCountryCode="CA", MessageType="TRANSACTIONAL"
        )
        return str(made["PoolId"])

    def pool_of_two(self) -> tuple[str, str]:
        """A pool with two numbers, and the second of them."""
        pool_id, second = self.pool(), self.number()
        self.client.associate_origination_identity(
            PoolId=pool_id, OriginationIdentity=second, IsoCountryCode="CA"
        )
        return pool_id, second

    def sender_id(self) -> dict[str, str]:
        """A name that was requested."""
        self.client.request_sender_id(SenderId="Birch", IsoCountryCode="FR")
        return {"SenderId": "Birch", "IsoCountryCode": "FR"}

    def opt_out_list(self, person: str = "") -> str:
        """A list of opted-out numbers."""
        self.client.create_opt_out_list(OptOutListName="maple")
        if person:
            self.client.put_opted_out_number(OptOutListName="maple", OptedOutNumber=person)
        return "maple"

    def tagged(self) -> str:
        """The ARN of a list with a tag."""
        self.client.create_opt_out_list(
            OptOutListName="birch", Tags=[{"Key": "tenant", "Value": "birch"}]
        )
        return f"{ARN}:opt-out-list/birch"

    def destination(self) -> dict[str, str]:
        """An event destination."""
        return {"ConfigurationSetName": event_set(self.client), "EventDestinationName": "topic"}


Call = Callable[[Account], dict[str, Any]]


def _of_pool(account: Account) -> dict[str, Any]:
    return {"PoolId": account.pool()}


def _associate(account: Account) -> dict[str, Any]:
    pool_id = account.pool()
    return {"PoolId": pool_id, "OriginationIdentity": account.number(), "IsoCountryCode": "CA"}


def _disassociate(account: Account) -> dict[str, Any]:
    pool_id, second = account.pool_of_two()
    return {"PoolId": pool_id, "OriginationIdentity": second, "IsoCountryCode": "CA"}


def _campaign_to_brand(account: Account) -> dict[str, Any]:
    campaign = account.client.create_registration(RegistrationType=CAMPAIGN_TYPE)
    return {"RegistrationId": campaign["RegistrationId"], "ResourceId": account.draft()}


def _approved_sender(account: Account) -> dict[str, Any]:
    registration_id = prepared(account.simulator, account.client, GB_TYPE)
    account.client.submit_registration_version(RegistrationId=registration_id)
    account.simulator.decide(registration_id, "approve")
    return {"SenderId": "MAPLE", "IsoCountryCode": "GB"}


def _text(account: Account) -> dict[str, Any]:
    return {
        "DestinationPhoneNumber": PERSON,
        "OriginationIdentity": account.number(),
        "MessageBody": "Hello",
        "ConfigurationSetName": event_set(account.client),
        "Context": {"tenant": "maple"},
    }


def _two_way(account: Account) -> dict[str, Any]:
    return {"TwoWayEnabled": True, "TwoWayChannelArn": INBOUND_TOPIC}


NUMBER_ORDER = {
    "IsoCountryCode": "US",
    "MessageType": "TRANSACTIONAL",
    "NumberCapabilities": ["SMS"],
    "NumberType": "TOLL_FREE",
    "ClientToken": "order-1",
}
PUT = {"FieldPath": "companyInfo.city", "TextValue": "Tacoma"}
LISTED = {"OptOutListName": "maple", "OptedOutNumber": PERSON}

CALLS: dict[str, Call] = {
    "DescribeRegistrationTypeDefinitions": lambda _a: {"MaxResults": 100},
    "DescribeRegistrationSectionDefinitions": lambda _a: {"RegistrationType": GB_TYPE},
    "DescribeRegistrationFieldDefinitions": lambda _a: {"RegistrationType": CAMPAIGN_TYPE},
    "CreateRegistration": lambda _a: {"RegistrationType": BRAND_TYPE, "ClientToken": "row-1"},
    "DescribeRegistrations": lambda a: {"RegistrationIds": [a.denied()]},
    "CreateRegistrationVersion": lambda a: {"RegistrationId": a.denied()},
    "DescribeRegistrationVersions": lambda a: {"RegistrationId": a.denied()},
    "PutRegistrationFieldValue": lambda a: {"RegistrationId": a.draft(), **PUT},
    "DeleteRegistrationFieldValue": lambda a: {
        "RegistrationId": a.draft(),
        "FieldPath": "companyInfo.city",
    },
    "DescribeRegistrationFieldValues": lambda a: {"RegistrationId": a.draft()},
    "CreateRegistrationAttachment": lambda _a: {"AttachmentBody": PNG, "ClientToken": "file-1"},
    "DescribeRegistrationAttachments": lambda a: {
        "RegistrationAttachmentIds": [uploaded(a.simulator, a.client)]
    },
    "DeleteRegistrationAttachment": lambda a: {
        "RegistrationAttachmentId": uploaded(a.simulator, a.client)
    },
    "CreateRegistrationAssociation": _campaign_to_brand,
    "ListRegistrationAssociations": lambda a: {
        "RegistrationId": prepared(a.simulator, a.client, CAMPAIGN_TYPE)
    },
    "SubmitRegistrationVersion": lambda a: {"RegistrationId": a.draft(), "AwsReview": True},
    "DiscardRegistrationVersion": lambda a: {"RegistrationId": a.submitted()},
    "DeleteRegistration": lambda a: {"RegistrationId": a.draft()},
    "RequestPhoneNumber": lambda _a: NUMBER_ORDER,
    "DescribePhoneNumbers": lambda a: {"PhoneNumberIds": [a.number()]},
    "UpdatePhoneNumber": lambda a: {"PhoneNumberId": a.number(), **_two_way(a)},
    "ReleasePhoneNumber": lambda a: {"PhoneNumberId": a.number()},
    "RequestSenderId": lambda _a: {"SenderId": "Birch", "IsoCountryCode": "FR"},
    "DescribeSenderIds": lambda a: {"SenderIds": [_approved_sender(a)]},
    "UpdateSenderId": lambda a: {**a.sender_id(), "DeletionProtectionEnabled": True},
    "ReleaseSenderId": lambda a: a.sender_id(),
    "CreatePool": lambda a: {
        "OriginationIdentity": a.number(),
        "IsoCountryCode": "CA",
        "MessageType": "TRANSACTIONAL",
    },
    "DescribePools": lambda a: {"PoolIds": [a.pool()]},
    "UpdatePool": lambda a: {**_of_pool(a), **_two_way(a)},
    "DeletePool": _of_pool,
    "AssociateOriginationIdentity": _associate,
    "DisassociateOriginationIdentity": _disassociate,
    "ListPoolOriginationIdentities": lambda a: {"PoolId": a.pool_of_two()[0]},
    "TagResource": lambda a: {
        "ResourceArn": a.tagged(),
        "Tags": [{"Key": "kind", "Value": "list"}],
    },
    "UntagResource": lambda a: {"ResourceArn": a.tagged(), "TagKeys": ["tenant"]},
    "ListTagsForResource": lambda a: {"ResourceArn": a.tagged()},
    "CreateOptOutList": lambda _a: {"OptOutListName": "maple", "ClientToken": "list-1"},
    "DescribeOptOutLists": lambda a: {"OptOutListNames": [a.opt_out_list()]},
    "DeleteOptOutList": lambda a: {"OptOutListName": a.opt_out_list(PERSON)},
    "PutOptedOutNumber": lambda a: {"OptOutListName": a.opt_out_list(), "OptedOutNumber": PERSON},
    "DescribeOptedOutNumbers": lambda a: {"OptOutListName": a.opt_out_list(PERSON)},
    "DeleteOptedOutNumber": lambda a: {**LISTED, "OptOutListName": a.opt_out_list(PERSON)},
    "PutKeyword": lambda a: {
        "OriginationIdentity": a.number(),
        "Keyword": "HELP",
        "KeywordMessage": "Call us",
    },
    "DescribeKeywords": lambda a: {"OriginationIdentity": a.keyword()["OriginationIdentity"]},
    "DeleteKeyword": lambda a: a.keyword(),
    "CreateConfigurationSet": lambda _a: {"ConfigurationSetName": "maple"},
    "DescribeConfigurationSets": lambda a: {"ConfigurationSetNames": [event_set(a.client)]},
    "DeleteConfigurationSet": lambda a: {"ConfigurationSetName": event_set(a.client)},
    "CreateEventDestination": lambda a: {
        "ConfigurationSetName": event_set(a.client),
        "EventDestinationName": "second",
        "MatchingEventTypes": ["TEXT_DELIVERED"],
        "SnsDestination": {"TopicArn": EVENTS_TOPIC},
    },
    "UpdateEventDestination": lambda a: {**a.destination(), "Enabled": False},
    "DeleteEventDestination": lambda a: a.destination(),
    "DescribeAccountAttributes": lambda _a: {},
    "DescribeAccountLimits": lambda _a: {},
    "DescribeSpendLimits": lambda _a: {},
    "SendTextMessage": _text,
}  # fmt: skip


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    folder = tmp_path_factory.mktemp("simulator")
    with running(folder, review_seconds=REVIEW, no_flush=True) as started:
        yield started


@pytest.fixture
def account(simulator: Simulator) -> Account:
    simulator.reset()
    return Account(simulator, checked_client(simulator))


def ask(account: Account, operation: str, **request: Any) -> dict[str, Any]:
    return dict(getattr(account.client, xform_name(operation))(**request))


def code_of(account: Account, operation: str, request: dict[str, Any]) -> str:
    try:
        ask(account, operation, **request)
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return ""


def test_every_operation_has_its_call() -> None:
    assert set(CALLS) == set(OPERATIONS)


@pytest.mark.parametrize("operation", sorted(CALLS))
def test_an_operation_answers_as_the_model_says(account: Account, operation: str) -> None:
    answer = ask(account, operation, **CALLS[operation](account))

    shape = MODEL.operation_model(operation).output_shape
    answer.pop("ResponseMetadata")
    assert answer or (shape is not None and not shape.members)
    account.simulator.assert_conform()


@pytest.mark.parametrize("operation", sorted(CALLS))
def test_a_repeat_is_answered_or_refused_as_the_model_says(
    account: Account, operation: str
) -> None:
    request = CALLS[operation](account)
    ask(account, operation, **request)
    declared = {shape.name for shape in MODEL.operation_model(operation).error_shapes}

    assert code_of(account, operation, request) in {"", *declared}
    account.simulator.assert_conform()


@pytest.mark.parametrize(
    "operation",
    [
        *("CreateRegistration", "CreateRegistrationAttachment"),
        *("CreateOptOutList", "RequestPhoneNumber"),
    ],
)
def test_the_same_client_token_does_nothing_twice(account: Account, operation: str) -> None:
    request = CALLS[operation](account)

    first, second = ask(account, operation, **request), ask(account, operation, **request)

    first.pop("ResponseMetadata")
    second.pop("ResponseMetadata")
    assert first == second


def test_a_number_in_a_pool_is_kept_and_changed_through_it(account: Account) -> None:
    client = account.client
    pool_id, second = account.pool_of_two()

    held = refusal(lambda: client.release_phone_number(PhoneNumberId=second))
    changed = refusal(
        lambda: client.update_phone_number(PhoneNumberId=second, OptOutListName="Default")
    )
    client.delete_pool(PoolId=pool_id)
    client.release_phone_number(PhoneNumberId=second)

    assert held == changed == ("ConflictException", "PHONE_NUMBER_ASSOCIATED_TO_POOL")


def test_a_pool_takes_only_what_matches_its_first_member(account: Account) -> None:
    client, pool_id = account.client, account.pool()
    other = account.number(OptOutListName=account.opt_out_list())

    found = refusal(
        lambda: client.associate_origination_identity(
            PoolId=pool_id, OriginationIdentity=other, IsoCountryCode="CA"
        )
    )

    assert found == ("ConflictException", "OPT_OUT_LIST_MISMATCH")


def test_the_last_member_of_a_pool_stays(account: Account) -> None:
    client, pool_id = account.client, account.pool()
    members = client.list_pool_origination_identities(PoolId=pool_id)["OriginationIdentities"]

    found = refusal(
        lambda: client.disassociate_origination_identity(
            PoolId=pool_id,
            OriginationIdentity=members[0]["OriginationIdentity"],
            IsoCountryCode="CA",
        )
    )

    assert found == ("ConflictException", "LAST_PHONE_NUMBER")


def test_a_pool_sends(account: Account) -> None:
    request = {**_text(account), "OriginationIdentity": account.pool()}

    assert ask(account, "SendTextMessage", **request)["MessageId"]


def test_a_registered_name_sends_to_its_country_until_it_is_revoked(account: Account) -> None:
    sender = _approved_sender(account)
    request = {"OriginationIdentity": sender["SenderId"], "MessageBody": "Hello"}
    ask(account, "SendTextMessage", DestinationPhoneNumber="+447700900123", **request)
    registered = account.client.describe_sender_ids()["SenderIds"][0]
    account.simulator.decide(registered["RegistrationId"], "revoke")

    revoked = refusal(
        lambda: ask(account, "SendTextMessage", DestinationPhoneNumber="+447700900123", **request)
    )

    assert revoked == ("ValidationException", "SENDER_ID_NOT_REGISTERED")


@pytest.mark.parametrize(
    ("country", "reason"),
    [("US", "SENDER_ID_NOT_SUPPORTED"), ("GB", "SENDER_ID_REQUIRES_REGISTRATION")],
)
def test_a_name_is_not_requested_where_it_is_registered_or_unknown(
    account: Account, country: str, reason: str
) -> None:
    found = refusal(
        lambda: account.client.request_sender_id(SenderId="MAPLE", IsoCountryCode=country)
    )

    assert found == ("ValidationException", reason)


@pytest.mark.parametrize("name", ["Default", "maple"])
def test_a_list_in_use_is_not_deleted(account: Account, name: str) -> None:
    account.number(OptOutListName=account.opt_out_list())

    found = refusal(lambda: account.client.delete_opt_out_list(OptOutListName=name))

    assert found == ("ConflictException", "RESOURCE_DELETION_NOT_ALLOWED")


def test_a_picture_under_review_is_not_deleted(account: Account) -> None:
    simulator, client = account.simulator, account.client
    registration_id = prepared(simulator, client, "US_SHORT_CODE_REGISTRATION")
    client.submit_registration_version(RegistrationId=registration_id)
    pictures = client.describe_registration_attachments()["RegistrationAttachments"]

    found = refusal(
        lambda: client.delete_registration_attachment(
            RegistrationAttachmentId=pictures[0]["RegistrationAttachmentId"]
        )
    )

    assert found == ("ConflictException", "RESOURCE_DELETION_NOT_ALLOWED")
