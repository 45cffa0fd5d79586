"""What the simulator's tests share: filled forms, short cuts, and two strict checks."""

import base64
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from registrations.carrier.simulator import conformity
from registrations.carrier.simulator.testing import Hook, Notification, Simulator

MODEL = botocore.session.get_session().get_service_model("pinpoint-sms-voice-v2")

BRAND_TYPE = "US_TEN_DLC_BRAND_REGISTRATION"
CAMPAIGN_TYPE = "US_TEN_DLC_CAMPAIGN_REGISTRATION"
TOLL_FREE_TYPE = "US_TOLL_FREE_REGISTRATION"
EVENTS_TOPIC = "arn:aws:sns:us-east-1:000000000000:assent-events"
INBOUND_TOPIC = "arn:aws:sns:us-east-1:000000000000:assent-inbound"
PERSON = "+13125550101"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)

Values = dict[str, str | list[str]]

BRAND: Values = {
    "companyInfo.companyName": "Maple Dental LLC",
    "companyInfo.taxIdIssuingCountry": "US",
    "companyInfo.taxId": "123456789",
    "companyInfo.legalType": ["PRIVATE_PROFIT"],
    "companyInfo.address": "1 Main Street",
    "companyInfo.city": "Seattle",
    "companyInfo.state": "WA",
    "companyInfo.zipCode": "98101",
    "companyInfo.isoCountryCode": "US",
    "contactInfo.dbaName": "Maple Dental",
    "contactInfo.vertical": ["HEALTHCARE"],
    "contactInfo.website": "https://mapledental.example",
    "contactInfo.supportEmail": "help@mapledental.example",
    "contactInfo.supportPhoneNumber": "+12065550100",
}
CAMPAIGN: Values = {
    "campaignInfo.campaignName": "Maple Dental reminds patients who agreed of appointments.",
    "campaignInfo.vertical": ["HEALTHCARE"],
    "campaignInfo.optInWorkflow": "Patients tick an empty box at https://mapledental.example/join.",
    "campaignInfo.optInMessage": "Maple Dental: You are subscribed. Reply STOP to cancel.",
    "campaignInfo.helpMessage": "Maple Dental: Call +12065550100 for help.",
    "campaignInfo.stopMessage": "Maple Dental: You get no further messages.",
    "campaignCapabilities.numberCapabilities": ["SMS"],
    "campaignUseCase.useCase": ["ACCOUNT_NOTIFICATION"],
    "campaignUseCase.subscriberOptIn": ["Yes"],
    "campaignUseCase.subscriberOptOut": ["Yes"],
    "campaignUseCase.subscriberHelp": ["Yes"],
    "campaignUseCase.directLending": ["No"],
    "campaignUseCase.embeddedLink": ["No"],
    "campaignUseCase.embeddedPhone": ["No"],
    "campaignUseCase.ageGated": ["No"],
    "messageSamples.messageSample1": "Maple Dental: See you on [date]. Reply STOP to opt out.",
}
TOLL_FREE: Values = {
    "companyInfo.companyName": "Maple Dental LLC",
    "companyInfo.website": "https://mapledental.example",
    "companyInfo.address1": "1 Main Street",
    "companyInfo.city": "Seattle",
    "companyInfo.state": "WA",
    "companyInfo.zipCode": "98101",
    "companyInfo.isoCountryCode": "US",
    "companyInfo.businessType": ["PRIVATE_PROFIT"],
    "companyInfo.taxId": "123456789",
    "companyInfo.taxIdType": ["EIN"],
    "companyInfo.taxIdIssuingCountry": "US",
    "contactInfo.firstName": "Alice",
    "contactInfo.lastName": "Maple",
    "contactInfo.supportEmail": "help@mapledental.example",
    "contactInfo.supportPhoneNumber": "+12065550100",
    "messagingUseCase.monthlyMessageVolume": ["1,000"],
    "messagingUseCase.useCaseCategory": ["APPOINTMENT"],
    "messagingUseCase.useCaseDetails": "Reminders of appointments.",
    "messagingUseCase.optInType": ["DIGITAL_FORM"],
    "messagingUseCase.optInDescription": "Patients tick an empty box on the website.",
    "messagingUseCase.privacyPolicyUrl": "https://mapledental.example/privacy",
    "messagingUseCase.termsAndConditionsUrl": "https://mapledental.example/terms",
    "messageSamples.messageSample1": "Maple Dental: See you on Monday. Reply STOP to opt out.",
}


def checked_client(
    simulator: Simulator, *, tolerated: frozenset[str] = frozenset(), **config: Any
) -> Any:
    """A boto3 client whose every answer is compared with the service model.

    `tolerated` are enumeration values that a test asks for although no SDK knows them.
    """
    client = simulator.boto_client(**config)

    def compare(http_response: Any, model: Any, **_more: Any) -> None:
        if http_response.status_code == 200:
            answer = json.loads(http_response.content)
            assert conformity.of_answer(MODEL, model.name, answer, tolerated) == []

    client.meta.events.register("after-call.pinpoint-sms-voice-v2", compare)
    return client


def fill(client: Any, registration_id: str, values: Values) -> None:
    """Put every value on the current draft."""
    for path, value in values.items():
        member = {"TextValue": value} if isinstance(value, str) else {"SelectChoices": value}
        client.put_registration_field_value(
            RegistrationId=registration_id, FieldPath=path, **member
        )


def drafted(client: Any, kind: str, values: Values) -> str:
    """A new registration with these values; returns its id."""
    registration_id = client.create_registration(RegistrationType=kind)["RegistrationId"]
    fill(client, registration_id, values)
    return str(registration_id)


def submitted(client: Any, kind: str, values: Values) -> str:
    """A new registration under review."""
    registration_id = drafted(client, kind, values)
    client.submit_registration_version(RegistrationId=registration_id)
    return registration_id


def approved_brand(simulator: Simulator, client: Any, **changes: str) -> str:
    """A brand that is COMPLETE."""
    registration_id = submitted(client, BRAND_TYPE, {**BRAND, **changes})
    simulator.decide(registration_id, "approve")
    return registration_id


def drafted_campaign(client: Any, brand_id: str, **changes: Any) -> str:
    """A filled campaign resting on a brand."""
    registration_id = drafted(client, CAMPAIGN_TYPE, {**CAMPAIGN, **changes})
    client.create_registration_association(RegistrationId=registration_id, ResourceId=brand_id)
    return registration_id


def uploaded(simulator: Simulator, client: Any, body: bytes = PNG) -> str:
    """An attachment whose upload is complete."""
    made = client.create_registration_attachment(AttachmentBody=body)
    simulator.advance(60)
    return str(made["RegistrationAttachmentId"])


def drafted_toll_free(simulator: Simulator, client: Any, **changes: Any) -> tuple[str, str]:
    """A filled toll-free registration with its number; returns both ids."""
    registration_id = drafted(client, TOLL_FREE_TYPE, {**TOLL_FREE, **changes})
    client.put_registration_field_value(
        RegistrationId=registration_id,
        FieldPath="messagingUseCase.optInImage",
        RegistrationAttachmentId=uploaded(simulator, client),
    )
    number = requested(client, "TOLL_FREE")
    client.create_registration_association(
        RegistrationId=registration_id, ResourceId=number["PhoneNumberId"]
    )
    return registration_id, str(number["PhoneNumberId"])


def requested(client: Any, kind: str, **more: Any) -> dict[str, Any]:
    """A new number of this kind."""
    return dict(
        client.request_phone_number(
            IsoCountryCode="CA" if kind == "LONG_CODE" else "US",
            MessageType="TRANSACTIONAL",
            NumberCapabilities=["SMS"],
            NumberType=kind,
            **more,
        )
    )


def active_number(simulator: Simulator, client: Any, **two_way: Any) -> dict[str, Any]:
    """A number that needs no registration and can send; two-way when more is given."""
    number = requested(client, "LONG_CODE")
    simulator.advance(60)
    if two_way:
        client.update_phone_number(
            PhoneNumberId=number["PhoneNumberId"],
            TwoWayEnabled=True,
            TwoWayChannelArn=INBOUND_TOPIC,
            **two_way,
        )
    return number


def event_set(client: Any, name: str = "assent") -> str:
    """A configuration set whose text events go to the events topic."""
    client.create_configuration_set(ConfigurationSetName=name)
    client.create_event_destination(
        ConfigurationSetName=name,
        EventDestinationName="topic",
        MatchingEventTypes=["TEXT_ALL"],
        SnsDestination={"TopicArn": EVENTS_TOPIC},
    )
    return name


def status_of(client: Any, registration_id: str) -> str:
    """The status of a registration."""
    found = client.describe_registrations(RegistrationIds=[registration_id])
    return str(found["Registrations"][0]["RegistrationStatus"])


def refusal(call: Callable[[], Any]) -> tuple[str, str]:
    """The exception's name and reason with which a call is refused."""
    with pytest.raises(ClientError) as caught:
        call()
    answer: dict[str, Any] = dict(caught.value.response)
    return answer["Error"]["Code"], answer.get("Reason", "")


def eventually(check: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether something becomes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if check():
            return True
        time.sleep(0.02)
    return False


def assert_signed(notification: Notification, certificate: bytes, ca_file: Path) -> None:
    """Check an envelope the way a careful receiver does: chain, validity, signature."""
    envelope = notification.envelope
    leaf = x509.load_pem_x509_certificate(certificate)
    leaf.verify_directly_issued_by(x509.load_pem_x509_certificate(ca_file.read_bytes()))
    assert leaf.not_valid_before_utc < datetime.now(UTC) < leaf.not_valid_after_utc
    assert leaf.subject.rfc4514_string() == "CN=sns.amazonaws.com"
    names = ("Message", "MessageId", "Timestamp", "TopicArn", "Type")
    text = "".join(f"{name}\n{envelope[name]}\n" for name in names)
    key = leaf.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(
        base64.b64decode(envelope["Signature"]),
        text.encode(),
        padding.PKCS1v15(),
        hashes.SHA256(),
    )


def send(client: Any, number: str, to: str = PERSON, **more: Any) -> str:
    """Send one text with events and return its id."""
    arguments = {"MessageBody": "Maple Dental: See you at 9.", **more}
    answer = client.send_text_message(
        DestinationPhoneNumber=to,
        OriginationIdentity=number,
        ConfigurationSetName="assent",
        **arguments,
    )
    return str(answer["MessageId"])


def events_of(hook: Hook, message_id: str, count: int) -> list[dict[str, Any]]:
    """The next events of one text; events that earlier tests left behind are passed over."""
    found: list[dict[str, Any]] = []
    while len(found) < count:
        message = hook.next().message
        if message.get("messageId") == message_id:
            found.append(message)
    return found


def nothing_more(hook: Hook, message_id: str) -> bool:
    """Is nothing else said of a text for a while?"""
    time.sleep(0.4)
    left = []
    while not hook.empty():
        left.append(hook.next().message)
    return all(one.get("messageId") != message_id for one in left)
