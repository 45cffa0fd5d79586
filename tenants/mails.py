"""Sends our own mails: the one place that says whom they come from and what they look like."""

from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from tenants.isv import white_label


def send(
    template: str,
    *,
    to: str,
    subject: str,
    context: Mapping[str, Any],
    connection: BaseEmailBackend | None = None,
) -> None:
    """Send `templates/mail/<template>.txt` and `.html` to one address, in the ISV's name.

    Answers go to the support address. Raises OSError (smtplib's errors are among them) where the
    mail server does not take it. Never call it while a transaction holds locks.
    """
    isv = white_label.current()
    names = {**context, "isv": isv}
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"mail/{template}.txt", names),
        from_email=isv.sender,
        to=[to],
        reply_to=[isv.support_email],
        # Out-of-office programs do not answer these.
        headers={"Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    message.attach_alternative(render_to_string(f"mail/{template}.html", names), "text/html")
    message.send()
