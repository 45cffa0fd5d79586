"""The compose file fits its schema, and every service's command is one that exists."""

import re
from pathlib import Path

import pytest
import yaml
from compose_spec import PyCompose

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]


def test_the_services_are_those_of_the_readme() -> None:
    assert set(SERVICES) == {
        *("postgres", "redis", "migrate", "web", "worker", "worker-inbound", "beat", "simulator")
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
