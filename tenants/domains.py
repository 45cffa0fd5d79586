"""Who owns an internet address: the domain behind a URL or an e-mail, and public mail providers.

Pure: the rules that look at texts use it as well as the forms.
"""

import ipaddress
import re

# Second-level names under which registrars sell, so that the owner is one label further left.
_PUBLIC_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac", "edu", "ltd", "plc"})
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
    """Return the domain that somebody owns, from a URL, a host or an e-mail address."""
    labels = host_of(address).split(".")
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _PUBLIC_SECOND_LEVEL
    return ".".join(labels[-3:] if country else labels[-2:])


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
