"""What all hosted pages have in common: frame, links, language, and who may list them.

The pages are rendered without the request, so that nothing of a visitor (cookie, session,
language) can reach them or make two visitors' answers differ.
"""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from consent import addresses, phones, programs
from consent.content import ProgramContent
from consent.models import ProgramEvent, ProgramVersion
from consent.rendering import RenderedTexts
from tenants.isv import white_label

UNLISTED = "noindex"


def frame(version: ProgramVersion, *, on_own_host: bool) -> dict[str, Any]:
    """Return what every page of a published version is framed with; links stay on the host."""
    texts = version.frozen_texts
    links = {
        page: addresses.own_url(version, page)
        or addresses.path(version.program, page, on_own_host=on_own_host)
        for page in addresses.PAGES
    }
    if not has_form(version):
        links[addresses.JOIN] = addresses.own_url(version, addresses.JOIN)
    return {
        **_facts(version.frozen_content, texts),
        "version": version,
        "program": version.program,
        "links": links,
        "is_listed": version.program.is_indexable,
    }


def has_form(version: ProgramVersion) -> bool:
    """Do people opt in on the web? A program of keywords or scripts alone has no form."""
    return bool(version.frozen_texts.cta_web)


def draft_frame(version: ProgramVersion) -> dict[str, Any]:
    """Return the frame of a draft's pages, which lead to one another and nowhere else."""
    token = version.preview_token or ""
    pages = (addresses.TERMS, addresses.PRIVACY, addresses.JOIN)
    return {
        **_facts(programs.content_of(version), programs.texts_of(version)),
        "version": version,
        "program": version.program,
        "links": {page: addresses.draft_path(token, page) for page in pages},
        "is_listed": False,
        "drafted_at": _saved_at(version),
    }


def _facts(content: ProgramContent, texts: RenderedTexts) -> dict[str, Any]:
    return {
        "brand_name": content.brand_name,
        "isv": white_label.current(),
        "language": content.language,
        "content": content,
        "texts": texts,
        "support_phone": phones.national(content.support_phone),
    }


def _saved_at(version: ProgramVersion) -> datetime:
    """When somebody wrote the draft last."""
    written = (ProgramEvent.Kind.CREATED, ProgramEvent.Kind.DRAFT_SAVED)
    saves = ProgramEvent.objects.filter(version=version, kind__in=written)
    last = saves.order_by("-at").first()
    return last.at if last else version.created_at


def answer(template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Render a page in the language of its texts; what is not listed says so to search engines."""
    with translation.override(context["language"]):
        page = HttpResponse(render_to_string(template, context), status=status)
    page["Content-Language"] = context["language"]
    if not context["is_listed"]:
        page["X-Robots-Tag"] = UNLISTED
    return page
