"""The simulator as a process: what survives a crash, and how it starts and stops."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from registrations.carrier.simulator.store import StateInUse, Store
from registrations.carrier.simulator.testing import ROOT, listening_hook, running
from tests.registrations.simulation import (
    BRAND,
    BRAND_TYPE,
    active_number,
    checked_client,
    drafted,
    event_set,
    eventually,
    submitted,
)

PERSON = "+13125550101"


def send(client: Any, number: str) -> str:
    answer = client.send_text_message(
        DestinationPhoneNumber=PERSON,
        OriginationIdentity=number,
        MessageBody="Hello",
        ConfigurationSetName="assent",
    )
    return str(answer["MessageId"])


def test_a_kill_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    with running(tmp_path) as simulator:
        client = checked_client(simulator)
        event_set(client)
        number = active_number(simulator, client)["PhoneNumber"]
        registration_id = drafted(client, BRAND_TYPE, BRAND)
        sent = [send(client, number) for _ in range(20)]

        simulator.kill()
        simulator.start()

        assert [one["MessageId"] for one in simulator.sends()] == sent
        values = client.describe_registration_field_values(RegistrationId=registration_id)
        assert len(values["RegistrationFieldValues"]) == len(BRAND)
        assert send(client, number)


def test_a_kill_in_the_middle_of_sends_keeps_every_answered_one(tmp_path: Path) -> None:
    with running(tmp_path) as simulator:
        client = simulator.boto_client()
        event_set(client)
        number = active_number(simulator, client)["PhoneNumber"]
        answered: list[str] = []

        def keep_sending() -> None:
            for _ in range(500):
                try:
                    answered.append(send(client, number))
                except (BotoCoreError, ClientError):
                    return

        sender = threading.Thread(target=keep_sending)
        sender.start()
        eventually(lambda: len(answered) > 10)
        simulator.kill()
        sender.join()
        simulator.start()

        kept = {one["MessageId"] for one in simulator.sends()}
        assert set(answered) <= kept
        assert len(kept) - len(answered) <= 1


def test_events_wait_for_a_hook_that_is_down_even_through_a_restart(tmp_path: Path) -> None:
    with listening_hook() as closed:
        port = int(closed.url.split(":")[2].split("/")[0])
    with running(tmp_path, closed.url, event_seconds=0.05) as simulator:
        client = simulator.boto_client()
        event_set(client)
        number = active_number(simulator, client)["PhoneNumber"]
        message_id = send(client, number)
        state = "/_sim/notifications?state=retrying"
        assert eventually(lambda: len(simulator.call("GET", state)["notifications"]) == 3)
        simulator.kill()
        simulator.start()

        with listening_hook(port) as hook:
            arrived = hook.take(3, timeout=20)

        assert {one.message["messageId"] for one in arrived} == {message_id}


def test_a_hook_that_fails_gets_the_same_notification_again(tmp_path: Path) -> None:
    with listening_hook() as hook, running(tmp_path, hook.url, event_seconds=0.05) as simulator:
        client = simulator.boto_client()
        number = active_number(simulator, client, SelfManagedOptOutsEnabled=True)["PhoneNumber"]
        hook.answers[:] = [503, 429]

        simulator.inbound(PERSON, number, "Hello")

        assert len({one.body for one in hook.take(3)}) == 1


def test_a_hook_that_refuses_is_not_asked_again(tmp_path: Path) -> None:
    with listening_hook() as hook, running(tmp_path, hook.url) as simulator:
        client = simulator.boto_client()
        number = active_number(simulator, client, SelfManagedOptOutsEnabled=True)["PhoneNumber"]
        hook.answers[:] = [403]

        simulator.inbound(PERSON, number, "Hello")

        refused = "/_sim/notifications?state=refused"
        assert eventually(lambda: len(simulator.call("GET", refused)["notifications"]) == 1)
        time.sleep(1)
        assert len(hook.take(1)) == 1
        assert hook.empty()


def test_a_review_goes_on_after_a_restart(tmp_path: Path) -> None:
    with running(tmp_path, review_seconds=400) as simulator:
        client = simulator.boto_client()
        registration_id = submitted(client, BRAND_TYPE, BRAND)
        simulator.advance(150)
        simulator.kill()
        simulator.start()

        simulator.advance(250)

        found = client.describe_registrations(RegistrationIds=[registration_id])
        assert found["Registrations"][0]["RegistrationStatus"] == "COMPLETE"


def test_the_certificate_stays_the_same_and_its_key_is_private(tmp_path: Path) -> None:
    with running(tmp_path):
        first = (tmp_path / "signing.pem").read_bytes()
    with running(tmp_path):
        again = (tmp_path / "signing.pem").read_bytes()

    assert again == first
    assert (tmp_path / "signing.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_within_a_second(tmp_path: Path, number: signal.Signals) -> None:
    with running(tmp_path) as simulator:
        before = time.monotonic()
        code = simulator.stop(number)

    assert code == 0
    assert time.monotonic() - before < 1.5


def start_on(port: int, directory: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "registrations.carrier.simulator"]
    command += ["--port", str(port), "--state-dir", str(directory)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )


def test_a_taken_port_gets_a_clear_message(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = start_on(port, tmp_path)

    assert ended.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}" in ended.stderr
    assert "--port" in ended.stderr


def test_a_state_directory_serves_one_simulator_at_a_time(tmp_path: Path) -> None:
    with running(tmp_path):
        ended = start_on(0, tmp_path)

    assert ended.returncode == 2
    assert "--state-dir" in ended.stderr


def test_a_line_cut_short_by_a_crash_is_ignored(tmp_path: Path) -> None:
    whole = json.dumps([["texts", "1", {"MessageId": "1"}]])
    cut = json.dumps([["texts", "2", {"MessageId": "2"}]])[:-9]
    (tmp_path / "journal.jsonl").write_text(f"{whole}\n{cut}")

    store = Store(tmp_path)

    assert [one["MessageId"] for one in store.all("texts")] == ["1"]
    store.close()


def test_a_transaction_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.transaction():
        store.put("texts", "1", {"n": 1})

    def fail_half_way() -> None:
        with store.transaction():
            store.put("texts", "1", {"n": 2})
            store.delete("texts", "1")
            store.put("texts", "2", {"n": 3})
            raise KeyError

    with pytest.raises(KeyError):
        fail_half_way()

    assert store.all("texts") == [{"n": 1}]
    store.close()
    again = Store(tmp_path)
    assert again.all("texts") == [{"n": 1}]
    again.close()


def test_a_second_store_on_the_same_directory_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)

    with pytest.raises(StateInUse):
        Store(tmp_path)

    store.close()


def test_a_journal_that_has_grown_is_rewritten_without_loss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registrations.carrier.simulator.store.COMPACT_AT_BYTES", 2000)
    store = Store(tmp_path)

    for n in range(300):
        with store.transaction():
            store.put("texts", str(n % 3), {"n": n})

    assert (tmp_path / "journal.jsonl").stat().st_size < 5000
    store.close()
    again = Store(tmp_path)
    assert sorted(one["n"] for one in again.all("texts")) == [297, 298, 299]
    again.close()
