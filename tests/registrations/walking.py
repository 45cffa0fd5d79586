"""A random walker over one registration: what it may do, and what must hold after each step."""

from contextlib import suppress
from datetime import timedelta
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from consent.models import Program
from registrations import closing, drafting, handover, lifecycle, originators, provisioning
from registrations import tasks as work
from registrations.carrier import CarrierError, filing
from registrations.carrier.filing import Decision, VersionDecision
from registrations.carrier.simulator.testing import Simulator
from registrations.models import (
    Originator,
    Registration,
    RegistrationEvent,
    RegistrationType,
    RegistrationVersion,
)
from registrations.states import FINAL, TRANSITIONS, OriginatorStatus, RegistrationStatus
from tenants.errors import DomainError
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.registrations.filings import ALICE, DANA, VOLUME, hand_in

S = RegistrationStatus
STATES = {str(state): {str(next_) for next_ in after} for state, after in TRANSITIONS.items()}
KIND = RegistrationType.TOLL_FREE


class Crash(BaseException):
    """A worker dies; no code of ours may catch it."""


class Dying:
    """The carrier's verbs, of which one call ends the worker, before it or right after it."""

    def __init__(self, calls: int, *, after: bool) -> None:
        self.left, self.after = calls, after

    def __getattr__(self, name: str) -> Any:
        real = getattr(filing, name)
        if not callable(real) or isinstance(real, type):
            return real

        def call(*args: Any, **more: Any) -> Any:
            self.left -= 1
            if self.left == 0 and not self.after:
                raise Crash
            answer = real(*args, **more)
            if self.left == 0:
                raise Crash
            return answer

        return call


class Walk(RuleBasedStateMachine):
    """One registration from its opening to wherever the walk leads."""

    tenant: ClassVar[Tenant]
    program: ClassVar[Program]
    carrier: ClassVar[Simulator]
    patch: ClassVar[Any]
    visited: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.savepoint()
        self.carrier.reset()
        self.now = timezone.now()
        self.seen: list[Decision] = []
        self.sent: dict[Any, Any] = {}

    def teardown(self) -> None:
        """Leave nothing behind for the next walk, and count what the carrier was told."""
        self.filed_once()
        transaction.savepoint_rollback(self.undo)

    @initialize()
    def opened(self) -> None:
        with self.inside():
            made = drafting.create_registration(KIND, program=self.program, actor=ALICE)
            drafting.save_answers(made.pk, answers=VOLUME, actor=ALICE)
        self.pk = made.pk

    # What people and workers do. A verb that the state does not allow says so and changes nothing.

    @rule(text=st.sampled_from(["Reminders of visits.", "Notes about visits and changes."]))
    def edit(self, text: str) -> None:
        self.attempt(
            drafting.save_answers,
            answers={"messagingUseCase.useCaseDetails": text},
            actor=ALICE,
        )

    @rule(verb=st.sampled_from(["take_back", "amend", "drop_update", "reopen"]))
    def tenant_acts(self, verb: str) -> None:
        self.attempt(getattr(lifecycle, verb), actor=ALICE)

    @rule(verb=st.sampled_from(["request_changes", "refuse"]))
    def staff_answer(self, verb: str) -> None:
        self.attempt(getattr(lifecycle, verb), actor=DANA, reason="Not like this.")

    @rule(really=st.integers(0, 3))
    def close(self, really: int) -> None:
        """A rare step, or every walk would end at once."""
        if really == 3:
            self.attempt(lifecycle.close, actor=ALICE)

    @rule()
    def discard(self) -> None:
        if self.attempt(closing.discard, actor=ALICE):
            work.discard_round(str(self.tenant.pk), str(self.pk))

    @rule(calls=st.integers(1, 45), after=st.booleans())
    def file_and_die(self, calls: int, after: bool) -> None:
        """A worker dies somewhere in the middle of filing."""
        self.patch.setattr(handover, "filing", Dying(calls, after=after))
        with suppress(Crash):
            self.file()
        self.patch.setattr(handover, "filing", filing)

    @rule()
    def file(self) -> None:
        """The next worker takes over, after the lease of the one before."""
        self.now += timedelta(hours=1)
        handover.hand_over(str(self.tenant.pk), str(self.pk), now=self.now)

    @rule()
    def set_up(self) -> None:
        if self.row().is_in_force:
            self.carrier.advance(4000 / 4)
            provisioning.provision(str(self.tenant.pk), str(self.pk), now=self.now)

    @rule()
    def remove(self) -> None:
        work.remove_ended()

    @rule(steps=st.integers(1, 5))
    def onward(self, steps: int) -> None:
        """Go some steps of an undisturbed life."""
        for _ in range(steps):
            self.next_step()
            self.visited.add(self.row().status)

    def next_step(self) -> None:
        status = self.row().status
        if status in {S.DRAFT, S.NEEDS_CHANGES}:
            self.attempt(drafting.revise, actor=ALICE)
            with self.inside(), suppress(DomainError):
                hand_in(self.row_inside())
        elif status == S.STAFF_REVIEW:
            self.attempt(lifecycle.accept_for_carrier, actor=DANA)
        elif status == S.SUBMITTED:
            self.file()
        elif status == S.IN_REVIEW:
            self.review("approve")

    # What the carrier does, and what of it we hear, how often and in which order.

    @rule(verdict=st.sampled_from(["approve", "deny", "deny", "final", "revoke"]))
    def review(self, verdict: str) -> None:
        more = {"codes": ["SECURITY_REVIEW_FAILED"]} if verdict == "final" else {}
        said = "deny" if verdict == "final" else verdict
        with suppress(ValueError):
            self.carrier.decide(self.row().carrier_id or "none", said, **more)
        self.hear()

    @rule()
    def hear(self) -> None:
        """Read what the carrier shows now."""
        row = self.row()
        with self.inside():
            numbers = list(row.versions.values_list("number", "carrier_version"))
        known = {number: version for number, version in numbers if version}
        if not row.carrier_id or not known:
            return
        approved = known.get(row.approved_round) if row.approved_round else None
        try:
            state = filing.registration_status([row.carrier_id])[0]
            found = filing.decision(
                row.carrier_id,
                max(known.values()),
                registration_status=state.status,
                approved=approved,
            )
        except CarrierError:
            found = Decision("DELETED")
        self.seen.append(found)
        self.record(found)

    @rule(which=st.integers(0, 30))
    def hear_again(self, which: int) -> None:
        """An old answer arrives once more, or late."""
        if self.seen:
            self.record(self.seen[which % len(self.seen)])

    @rule(number=st.integers(1, 3))
    def hear_of_something_new(self, number: int) -> None:
        self.record(Decision("SOMETHING_NEW", VersionDecision(number, "SOMETHING_ELSE")))

    # What must hold.

    @invariant()
    def the_timeline_is_a_chain_of_the_tables_steps(self) -> None:
        if not hasattr(self, "pk"):
            return
        with self.inside():
            row = self.row_inside()
            moved = RegistrationEvent.objects.filter(kind=RegistrationEvent.Kind.MOVED)
            steps = list(moved.order_by("at").values_list("from_status", "to_status"))
        at = str(S.DRAFT)
        for before, after in steps:
            assert before == at
            assert after in STATES[before]
            at = after
        assert at == row.status
        self.visited.add(row.status)

    @invariant()
    def an_approval_in_force_is_one_of_the_carriers(self) -> None:
        if not hasattr(self, "pk"):
            return
        with self.inside():
            row = self.row_inside()
            approved = row.approved
        assert row.is_in_force or row.status != S.APPROVED
        assert not (row.is_in_force and row.status in FINAL)
        if row.is_in_force:
            assert approved is not None
            assert approved.answers_sent is not None
            assert approved.discarded_at is None

    @invariant()
    def what_was_sent_never_changes(self) -> None:
        with self.inside():
            rows = list(RegistrationVersion.objects.exclude(answers_sent=None))
        for row in rows:
            assert self.sent.setdefault(row.pk, row.answers_sent) == row.answers_sent

    @invariant()
    def numbers_send_only_while_in_force_and_on_their_own_list(self) -> None:
        with self.inside():
            for number in Originator.objects.select_related("registration"):
                assert number.opt_out_list == originators.opt_out_list_of(self.tenant.pk)
                is_live = number.status == OriginatorStatus.ACTIVE
                assert not is_live or number.registration.is_in_force

    def filed_once(self) -> None:
        """As many registrations, submits and numbers at the carrier as there are reasons for."""
        row = self.row()
        with self.inside():
            rounds = row.versions.exclude(answers_sent=None).count()
            numbers = Originator.objects.count()
        health = self.carrier.call("GET", "/_sim/health")
        assert health["registrations"] <= 1
        assert health["numbers"] <= numbers
        if not health["registrations"] or not row.carrier_id:
            return
        shown = self.carrier.boto_client().describe_registration_versions(
            RegistrationId=row.carrier_id
        )["RegistrationVersions"]
        submitted = [v for v in shown if v["RegistrationVersionStatus"] != "DRAFT"]
        assert len(submitted) <= rounds

    # Means.

    def inside(self) -> Any:
        return tenant_scope(self.tenant.pk)

    def row(self) -> Registration:
        with self.inside():
            return self.row_inside()

    def row_inside(self) -> Registration:
        found: Registration = Registration.objects.get(pk=self.pk)
        return found

    def record(self, decision: Decision) -> None:
        with self.inside():
            lifecycle.record_carrier_status(self.pk, seen=decision, now=self.now)

    def attempt(self, verb: Any, **more: Any) -> bool:
        """Try a verb; tell whether the state allowed it."""
        with self.inside():
            try:
                verb(self.pk, **more)
            except DomainError:
                return False
        return True
