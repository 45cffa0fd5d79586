"""gunicorn's access log without secrets: invitations and password resets carry them in the path."""

from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from portal.logs import redact


class RedactedLogger(Logger):
    """Redacts the request line, the path and the referrer of every entry."""

    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the parts of an entry, as gunicorn does, with secrets replaced by a mark."""
        parts: dict[str, Any] = super().atoms(*args, **kwargs)
        return {
            name: redact(value) if isinstance(value, str) else value
            for name, value in parts.items()
        }
