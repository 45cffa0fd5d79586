"""Where a form in a business's own site is sent: our form opens, and only that one counts.

A foreign page could have shown any words and ticked any box, so nothing is recorded here. The
number is filled in, the boxes are empty, and the person reads, ticks and sends.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from consent import hosted
from messaging import form_tokens, public
from messaging.hosted_forms import JoinForm

NUMBER_LENGTH = 30


# There is no login here whose power a foreign page could borrow, and nothing is written.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def embed(request: HttpRequest, program_slug: str, tenant_slug: str = "") -> HttpResponse:
    """Open the hosted form with the number that was typed on another site.

    A number comes in the body and never in the address, which browsers and servers remember.
    """
    version = public.published(request, program_slug)
    if request.method != "POST" or not hosted.has_form(version):
        return redirect("../join/")
    with translation.override(version.frozen_content.language):
        form = JoinForm.of(
            version, initial={"phone": request.POST.get("phone", "")[:NUMBER_LENGTH]}
        )
        note = pgettext(
            public.PAGE, "One step is left: read this, tick what you want, and send it here."
        )
        token = form_tokens.issue(version.pk)
        context = {"form": form, "token": token, "note": note, "action": "../join/"}
        return public.page(request, version, "messaging/join.html", context)
