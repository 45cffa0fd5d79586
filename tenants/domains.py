"""Who owns an internet address: the domain behind a URL or an e-mail, and public mail providers.

Pure: the rules that look at texts use it as well as the forms.
"""

import functools
import ipaddress
import re

from publicsuffixlist import PublicSuffixList

# An address at a public mail provider says nothing about whose domain it is.
FREE_MAIL = frozenset({
    "gmail.com", "googlemail.com", "yahoo.com", "ymail.com", "outlook.com", "hotmail.com",
    "live.com", "msn.com", "aol.com", "icloud.com", "me.com", "mac.com", "proton.me",
    "protonmail.com", "gmx.com", "gmx.net", "gmx.de", "web.de", "mail.com", "zoho.com",
})  # fmt: skip
# Names that no public resolver answers; what stands there cannot be read by a reviewer.
_PRIVATE_SUFFIXES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "onion")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def host_of(address: str) -> str:
    """Return the host of a URL, a bare host or an e-mail address, in small letters."""
    host = re.sub(r"^[a-z][a-z0-9+.-]*://", "", address.strip().casefold())
    host = re.split(r"[/?#]", host, maxsplit=1)[0].rsplit("@", 1)[-1]
    return host.split(":", 1)[0].strip(".")


def registrable_domain(address: str) -> str:
    """Return the domain that somebody owns, from a URL, a host or an e-mail address.

    It stands one label left of a public suffix such as `com`, `co.uk` or `github.io`. A host that
    nobody can own, such as a suffix itself or an IP address, is returned whole.
    """
    return _owned(host_of(address))


# The rules that look at texts ask for the same few hosts over and over.
@functools.lru_cache(maxsize=4096)
def _owned(host: str) -> str:
    if host.rpartition(".")[2].isdigit():
        return host
    return _suffixes().privatesuffix(host) or host


@functools.cache
def _suffixes() -> PublicSuffixList:
    """Load the public suffix list, which comes with the library, once and when first asked."""
    return PublicSuffixList()


def is_free_mail(email: str) -> bool:
    """Is this address at a provider where anybody can have one?"""
    return registrable_domain(email) in FREE_MAIL


def is_public_host(host: str) -> bool:
    """Could everybody on the internet reach a site of this name? Nothing is asked or fetched."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return bool(_HOST.fullmatch(host)) and host.rsplit(".", 1)[-1] not in _PRIVATE_SUFFIXES
    return False
