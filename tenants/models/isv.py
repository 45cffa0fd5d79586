"""What the ISV keeps about itself: its own data, and how its portal looks and behaves."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class IsvIdentity(models.Model):
    """The ISV's own names, numbers and domains, kept by staff: no end business may carry them.

    Registrations that carry the ISV's data instead of the end business's are refused.
    """

    legal_names = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    tax_ids = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    domains = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    phones = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    emails = ArrayField(models.EmailField(max_length=100), default=list, blank=True)

    class Meta:
        verbose_name = _("ISV identity")
        verbose_name_plural = _("ISV identity")

    def __str__(self) -> str:
        return ", ".join(self.legal_names) or "ISV"


HEX_COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write a colour as # and six hex digits."))


class IsvSettings(models.Model):
    """How the portal presents itself and what it asks of everybody; one row, kept by staff.

    Empty fields leave the value of the environment's settings.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(_("name of the portal"), max_length=60, blank=True)
    support_email = models.EmailField(_("support address"), blank=True)
    sender_name = models.CharField(_("sender's name in mails"), max_length=60, blank=True)
    sender_email = models.EmailField(_("sender's address in mails"), blank=True)
    accent = models.CharField(_("colour"), max_length=7, blank=True, validators=[HEX_COLOUR])
    # Re-encoded pixels only, under a name made of their hash.
    logo_key = models.CharField(max_length=100, blank=True, editable=False)
    open_sign_up = models.BooleanField(_("anybody may sign up"), null=True, blank=True)
    requires_mfa = models.BooleanField(_("second step required of every member"), default=False)
    two_person_review = models.BooleanField(_("two persons accept every filing"), default=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("portal settings")
        verbose_name_plural = _("portal settings")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="isv_settings_one_row")
        ]

    def __str__(self) -> str:
        return self.name or "Portal"
