"""The ISV's colour and logo, served by ourselves under names that never change their content."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tenants.isv import colours, logos

_A_YEAR = "public, max-age=31536000, immutable"
_COLOUR = re.compile(r"[0-9a-f]{6}")
_LOGO = re.compile(r"logo-[0-9a-f]{32}\.png")


@require_safe
def isv_css(request: HttpRequest, colour: str, digest: str) -> HttpResponse:
    """The custom properties of one colour, worked out from the address alone."""
    if not _COLOUR.fullmatch(colour) or colours.address(f"#{colour}") != request.path:
        # Another release derived other shades; the page then keeps the portal's own colours.
        raise Http404
    answer = HttpResponse(colours.stylesheet(f"#{colour}"), content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = _A_YEAR
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
def isv_logo(request: HttpRequest, key: str) -> HttpResponse:
    """The ISV's logo, as pixels and nothing else."""
    try:
        body = logos.read(key) if _LOGO.fullmatch(key) else None
    except logos.LogoStorageUnavailable as error:
        refused = HttpResponse(error.message, content_type="text/plain; charset=utf-8", status=503)
        refused["Retry-After"] = "60"
        refused["Cache-Control"] = "no-store"
        return refused
    if body is None:
        raise Http404
    answer = HttpResponse(body, content_type="image/png")
    answer["Cache-Control"] = _A_YEAR
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
