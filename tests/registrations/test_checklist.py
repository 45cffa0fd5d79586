"""The checklist of a number: done once, looked at again, and mended where it has drifted."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from consent.models import Program
from registrations import checklist, lifecycle, originators, provisioning, tasks
from registrations.carrier import event_sets, filing, keywords, numbers
from registrations.checklist import Look, Step
from registrations.models import Originator, ProvisionStep, Registration, RegistrationEvent
from registrations.states import OriginatorStatus
from registrations.types import facts_of_type
from tenants.events import Actor
from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_registration

TOPIC = "arn:aws:sns:us-east-1:000000000000:assent-inbound"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("US_TEN_DLC_CAMPAIGN_REGISTRATION", set()),
        ("US_SHORT_CODE_REGISTRATION", set()),
        ("US_TOLL_FREE_REGISTRATION", {Step.SELF_MANAGED}),
        (
            "GB_SENDER_ID_REGISTRATION",
            {Step.OPT_OUT_LIST, Step.TWO_WAY, Step.SELF_MANAGED, Step.KEYWORDS},
        ),
        ("US_TEN_DLC_BRAND_REGISTRATION", set(Step)),
    ],
)
def test_each_kind_has_the_lines_that_it_needs(kind: str, missing: set[Step]) -> None:
    assert set(checklist.steps_of(facts_of_type(kind))) == set(Step) - missing


@pytest.fixture
def number(tenant: Tenant, brand: Brand, program: Program) -> Originator:
    """A number under an approved campaign, with nothing set up."""
    with tenant_scope(tenant.pk):
        registration = make_registration(brand, program, status="approved")
        job = originators.plan(registration.pk)
        return Originator.objects.select_related("registration").get(pk=job.originator_id)


def line(number: Originator, step: Step) -> ProvisionStep:
    return next(row for row in checklist.of(number) if row.step == step)


def test_a_line_that_was_right_and_is_not_has_drifted_and_is_healed(
    tenant: Tenant, number: Originator
) -> None:
    now = timezone.now()
    with tenant_scope(tenant.pk):
        checklist.record(number.pk, Step.TWO_WAY, Look(was_right=False), now=now)
        first = line(number, Step.TWO_WAY)
        checklist.record(number.pk, Step.TWO_WAY, Look(was_right=False), now=now)
        meanwhile = line(number, Step.TWO_WAY)
        later = now + timedelta(hours=1)
        checklist.record(number.pk, Step.TWO_WAY, Look(was_right=False), now=later)
        second = line(number, Step.TWO_WAY)
        events = RegistrationEvent.objects.filter(kind=RegistrationEvent.Kind.STEP)

        assert (first.done_at, first.drifted_at) == (now, None)
        assert meanwhile.drifted_at is None  # Another worker set it up at the same time.
        assert (second.drifted_at, second.healed_at) == (later, later)
        assert [event.data["step"] for event in events] == ["two_way"]


def test_what_cannot_be_mended_yet_is_shown_once_and_healed_later(
    tenant: Tenant, number: Originator
) -> None:
    start = timezone.now()
    with tenant_scope(tenant.pk):
        checklist.record(number.pk, Step.TWO_WAY, Look(was_right=False), now=start)
        for minutes in (1, 2):
            checklist.record_trouble(
                number.pk, Step.TWO_WAY, "No.", now=start + timedelta(minutes=minutes)
            )
        row = line(number, Step.TWO_WAY)
        assert (row.trouble, row.healed_at) == ("No.", None)
        assert row.drifted_at == start + timedelta(minutes=1)

        checklist.record(number.pk, Step.TWO_WAY, Look(), now=start + timedelta(minutes=3))
        row = line(number, Step.TWO_WAY)
        assert (row.trouble, row.healed_at) == ("", start + timedelta(minutes=3))
        assert RegistrationEvent.objects.filter(kind=RegistrationEvent.Kind.STEP).count() == 2


def test_the_database_lets_no_number_use_the_list_of_another_business(
    tenant: Tenant, other_tenant: Tenant, number: Originator
) -> None:
    with tenant_scope(tenant.pk), pytest.raises(IntegrityError), transaction.atomic():
        Originator.objects.update(opt_out_list=originators.opt_out_list_of(other_tenant.pk))


def test_a_live_number_is_looked_at_again_after_a_day(
    tenant: Tenant, number: Originator, nudges: Any, settings: Any
) -> None:
    settings.CARRIER_POLL_SECONDS = 0
    with tenant_scope(tenant.pk):
        Originator.objects.update(status="active", carrier_checked_at=timezone.now())
    tasks.provision_waiting()
    assert nudges == []

    with tenant_scope(tenant.pk):
        Originator.objects.update(carrier_checked_at=timezone.now() - timedelta(hours=25))
    tasks.provision_waiting()
    assert nudges == [(tasks.provision, [str(tenant.pk), str(number.registration_id)])]


@pytest.fixture
def live(tenant: Tenant, brand: Brand, program: Program, carrier: Any) -> Originator:
    """A live toll-free number, all lines done, with a registration at the carrier."""
    kind = "US_TOLL_FREE_REGISTRATION"
    carrier_id = filing.create_registration(kind, token="t" * 32, name="Maple")
    with tenant_scope(tenant.pk):
        made = make_registration(
            brand, program, type=kind, status="approved", carrier_id=carrier_id
        )
    provisioning.provision(str(tenant.pk), str(made.pk), now=timezone.now())
    carrier.advance(4000)
    provisioning.provision(str(tenant.pk), str(made.pk), now=timezone.now())
    with tenant_scope(tenant.pk):
        return Originator.objects.select_related("registration").get()


def look_again(number: Originator) -> dict[str, ProvisionStep]:
    """Set the number up once more and return its lines."""
    tenant_id = str(number.tenant_id)
    provisioning.provision(tenant_id, str(number.registration_id), now=timezone.now())
    with tenant_scope(tenant_id):
        return {row.step: row for row in checklist.of(number)}


@pytest.mark.slow
def test_a_number_is_set_up_line_by_line_with_the_businesss_own_things(live: Originator) -> None:
    assert live.tenant_id is not None
    own = f"tenant-{live.tenant_id.hex}"
    assert (live.status, live.opt_out_list, live.configuration_set) == ("active", own, own)
    with tenant_scope(str(live.tenant_id)):
        lines = checklist.of(live)
        published = live.program.published
        assert published is not None
        program_words = published.frozen_texts
    assert [bool(row.done_at) for row in lines] == [True] * len(lines)
    assert [row.drifted_at for row in lines] == [None] * len(lines)
    replies = keywords.replies(live.carrier_id)
    assert replies["HELP"] == program_words.help_reply
    assert replies["STOP"] != program_words.optout_confirmation


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "operation", "change"),
    [
        (Step.TWO_WAY, "update_phone_number", {"TwoWayEnabled": False}),
        (Step.TWO_WAY, "update_phone_number", {"TwoWayChannelArn": TOPIC + "-other"}),
        (Step.OPT_OUT_LIST, "update_phone_number", {"OptOutListName": "Default"}),
        (Step.KEYWORDS, "put_keyword", {"Keyword": "HELP", "KeywordMessage": "Hm."}),
    ],
)
def test_what_was_changed_at_the_carrier_is_mended_and_told(
    live: Originator, carrier: Any, step: Step, operation: str, change: dict[str, Any]
) -> None:
    key = "OriginationIdentity" if operation == "put_keyword" else "PhoneNumberId"
    getattr(carrier.boto_client(), operation)(**{key: live.carrier_id, **change})

    lines = look_again(live)

    assert [name for name, row in lines.items() if row.drifted_at] == [step]
    assert lines[step].healed_at == lines[step].drifted_at
    number = numbers.describe_number(live.carrier_id)
    assert (number.is_two_way, number.channel, number.opt_out_list) == (
        True,
        TOPIC,
        live.opt_out_list,
    )


@pytest.mark.slow
def test_a_configuration_set_that_sends_events_elsewhere_is_mended(
    live: Originator, carrier: Any
) -> None:
    name, topic = live.configuration_set, TOPIC.replace("inbound", "events")
    carrier.boto_client().update_event_destination(
        ConfigurationSetName=name,
        EventDestinationName=event_sets.EVENT_DESTINATION,
        Enabled=False,
    )
    assert not event_sets.describe_set(name, topic_arn=topic).is_right

    lines = look_again(live)

    assert event_sets.describe_set(name, topic_arn=topic).is_right
    assert [step for step, row in lines.items() if row.drifted_at] == [Step.EVENT_DESTINATION]


@pytest.mark.slow
def test_a_number_that_was_given_back_behind_our_back_is_released(
    live: Originator, carrier: Any
) -> None:
    carrier.boto_client().release_phone_number(PhoneNumberId=live.carrier_id)

    look_again(live)

    with tenant_scope(str(live.tenant_id)):
        live.refresh_from_db()
        assert live.status == OriginatorStatus.RELEASED


@pytest.mark.slow
def test_a_number_tied_elsewhere_is_shown_and_goes_on(live: Originator, carrier: Any) -> None:
    with tenant_scope(str(live.tenant_id)):
        Registration.objects.update(carrier_id="registration-" + "f" * 32)

    lines = look_again(live)

    assert "another registration" in lines[Step.ASSOCIATION].trouble
    with tenant_scope(str(live.tenant_id)):
        live.refresh_from_db()
        assert (live.status, live.registration.filing_error) == (OriginatorStatus.ACTIVE, "")


@pytest.mark.usefixtures("nudges")
def test_no_number_is_ordered_for_what_was_closed_since_it_was_asked_for(
    tenant: Tenant, live: Originator, carrier: Any
) -> None:
    with tenant_scope(tenant.pk):
        lifecycle.close(live.registration_id, actor=Actor.system("alice"))
    tasks.remove_ended()

    look_again(live)

    assert carrier.call("GET", "/_sim/health")["numbers"] == 0
    with tenant_scope(tenant.pk):
        assert Originator.objects.get().status == "released"
