"""Why a public address was not fetched: a code for us, a sentence for the person who gave it."""

from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.errors import DomainError

SENTENCES: dict[str, Promise] = {
    # What we will not call.
    "address_odd": _("This is not the address of a web page."),
    "scheme": _("Only addresses that begin with https:// or http:// can be opened."),
    "not_https": _("The address must begin with https://."),
    "no_name": _("Give the name of a host, not an address in numbers."),
    "port": _("The address names a port; public websites need none."),
    "user_info": _("The address holds a user name or password."),
    "not_public": _("The name leads into a private network, which nobody else can reach."),
    "downgrade": _("The site sends its visitors from https to http, which is not secure."),
    # What did not answer well.
    "name": _("There is no site of this name. Look for a slip in the address."),
    "lookup": _("The name could not be looked up just now."),
    "timeout": _("The site took too long to answer."),
    "connection": _("The site refused the connection or broke it off."),
    "certificate": _("The certificate of the site is not valid, so browsers warn about it."),
    "redirects": _("The site sends its visitors round and round."),
    "answer": _("The site answered in a way that browsers do not understand."),
    "headers": _("The site sends more headers than browsers take."),
    "encoding": _("The site packs its pages in a way that we do not know."),
}


class FetchError(DomainError):
    """An address that was not fetched."""

    @classmethod
    def because(cls, code: str) -> Self:
        """Return the error of this code with its sentence."""
        return cls(str(SENTENCES[code]), code=code)


class FetchRefused(FetchError):
    """We will not call this address."""


class FetchFailed(FetchError):
    """The site did not answer, or not well."""
