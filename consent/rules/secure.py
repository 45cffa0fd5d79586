"""Whether what is read at an address is what its owner sent."""

from urllib.parse import urlsplit

# Nothing on the way to this very machine can change a page; browsers judge it the same. Our own
# pages stand there while the portal is tried out. A tenant cannot name such an address.
_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


def is_secure(url: str) -> bool:
    """Return whether an address is https, or plain http on the machine itself."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _THIS_MACHINE)
