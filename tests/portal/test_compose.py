"""The compose file fits its schema, and every service's command runs as it is written."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from compose_spec import PyCompose

from portal.embedded import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
# Longer than the grace that a server gives its workers, for a machine with other things to do.
PATIENCE = 90  # seconds


def test_the_services_are_those_of_the_readme() -> None:
    assert set(SERVICES) == {
        *("postgres", "redis", "migrate", "web", "worker", "worker-inbound", "worker-carrier"),
        *("worker-default", "worker-hooks", "beat", "simulator"),
    }
    assert SERVICES["simulator"]["profiles"] == ["simulator"]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_a_long_running_service_has_a_health_check(name: str) -> None:
    in_image = "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()

    assert "healthcheck" in SERVICES[name] or (name == "web" and in_image)


def test_what_a_service_waits_for_exists_and_can_become_healthy() -> None:
    for name, service in SERVICES.items():
        for other, rule in service.get("depends_on", {}).items():
            assert other in SERVICES, name
            if rule["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[other], other


def test_every_mounted_file_is_in_the_repository() -> None:
    for service in SERVICES.values():
        for mount in service.get("volumes", []):
            source = mount.split(":")[0]
            if source.startswith("./"):
                assert (ROOT / source).is_file(), source
            else:
                assert source in COMPOSE["volumes"]


def test_every_variable_that_compose_demands_is_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text()

    for name in ("POSTGRES_PASSWORD", "PORTAL_DB_PASSWORD", "SECRET_KEY", "FIELD_KEYS"):
        assert f"\n{name}=" in example


def test_the_file_fits_the_compose_specification() -> None:
    """Strictly: an unknown key, a wrong condition or a duration without a unit is refused."""
    filled = re.sub(r"\$\{\w+:\?[^}]*\}", "x", yaml.safe_dump(COMPOSE))
    filled = re.sub(r"\$\{\w+:-(\d+)\}", r"\1", filled)

    assert "web" in PyCompose.from_yaml(filled).to_yaml()
    with pytest.raises(ValueError, match="restrat"):
        PyCompose.from_yaml(filled.replace("restart:", "restrat:"))


def image_command() -> list[str]:
    """The Dockerfile's own command, which `web` uses."""
    found = re.search(r"^CMD (\[.*?\])$", (ROOT / "Dockerfile").read_text(), re.M | re.S)
    assert found
    command: list[str] = json.loads(found[1].replace("\\\n", ""))
    return command


def run_until(command: list[str], marker: str, log: Path) -> str:
    """Run a service's command until it says that it works, and stop it; return what it said.

    Only the first process is told to stop, as an engine does: a signal to a child that is still
    being forked gets lost, and its parent then waits for all of its grace.
    """
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while marker not in log.read_text() and time.monotonic() < deadline:
            if process.poll() is not None:
                break
            time.sleep(0.1)
        stop(process)
    return log.read_text()


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a service, and whatever it leaves behind."""
    process.terminate()
    try:
        process.wait(timeout=PATIENCE)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "web",
        "worker",
        "worker-inbound",
        "worker-carrier",
        "worker-default",
        "worker-hooks",
        "beat",
        "simulator",
    ],
)
def test_the_command_of_a_service_runs_as_written(name: str, tmp_path: Path) -> None:
    """Only what a container would own is replaced: the port, and the folder of its volume."""
    markers = {"web": "Listening at", "beat": "beat: Starting", "simulator": "http://"}
    marker = markers.get(name, " ready.")
    port, folder = str(free_port()), str(tmp_path)
    command = [
        word.replace(":8000", f":{port}").replace("8091", port).replace("/data", folder)
        if word != "http://web:8000/hooks/sns/"
        else word
        for word in SERVICES[name].get("command", image_command())
    ]
    command = [word.replace("/tmp/beat", f"{folder}/beat") for word in command]  # noqa: S108

    assert marker in run_until(command, marker, tmp_path / "log")
