"""Judges the rows of a file of invitations: what is wrong with each, in words for its author.

An invitation's details only begin a set-up, in which the business checks them; what is clearly
wrong is refused here all the same, because the author of the file can mend it in one place.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tenants.company import countries, tax_ids
from tenants.errors import InvalidInput
from tenants.form_fields import EmailField, LineField, WebsiteField, e164
from tenants.models import Brand, EntityType, Vertical
from tenants.people.invitation_csv import OPTIONAL, SheetRow


@dataclass
class JudgedRow:
    """A row as it is kept: tidied, with the reasons why it cannot be invited."""

    number: int
    email: str
    business_name: str
    details: dict[str, str]
    # Column and sentence; a sentence about the row as a whole has no column.
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def errors(self) -> list[str]:
        """The problems as they are shown and exported."""
        return [f"{column}: {text}" if column else text for column, text in self.problems]


def judge(row: SheetRow) -> JudgedRow:
    """Return the row tidied, with every error that it has."""
    judged = JudgedRow(row.number, "", "", {})
    judged.email = _checked(judged, "email", row.values["email"], _email()).lower()
    judged.business_name = _checked(judged, "business_name", row.values["business_name"], _name())
    if row.twin is not None:
        judged.problems.append(
            ("email", _("The same address stands in row %(row)d.") % {"row": row.twin})
        )
    if row.surplus:
        text = _("This row has %(count)d cells more than there are headings.")
        judged.problems.append(("", text % {"count": row.surplus}))
    for name in OPTIONAL:
        if written := row.values.get(name, ""):
            _detail(judged, name, written, row.values)
    return judged


Check = Callable[[str], str]


def _checked(judged: JudgedRow, name: str, written: str, check: Check) -> str:
    """Return what `check` makes of a cell; on an error note it and return what fits the column."""
    try:
        return check(written)
    except ValidationError as error:
        problem = " ".join(error.messages)
    except InvalidInput as error:
        problem = error.message
    judged.problems.append((name, problem))
    return written[: 254 if name == "email" else 100]


def _detail(judged: JudgedRow, name: str, written: str, values: dict[str, str]) -> None:
    home = (values.get("country") or countries.HOME).upper()
    checks: dict[str, Check] = {
        "tax_id": lambda text: tax_ids.normalize(
            text, country=(values.get("tax_id_country") or home).upper()
        ),
        "support_phone": lambda text: e164(text, region=home),
        "website": _website(),
        "support_email": _email(),
        "contact_email": _email(),
        "entity_type": lambda text: _code(text, list(EntityType.values)),
        "vertical": lambda text: _code(text, list(Vertical.values)),
        "country": _country,
        "tax_id_country": _country,
    }
    value = _checked(judged, name, written, checks.get(name) or _line(name))
    judged.details[name] = value


def _code(written: str, known: list[str]) -> str:
    """Return one of the codes that the template documents, however it was spelled."""
    code = written.upper().replace(" ", "_").replace("-", "_")
    if code not in known:
        raise ValidationError(_("Use one of %s.") % ", ".join(known))
    return code


def _country(written: str) -> str:
    if written.upper() not in _countries():
        raise ValidationError(_("Use the country's code of two letters, such as US."))
    return written.upper()


@cache
def _countries() -> frozenset[str]:
    return frozenset(code for code, _name in countries.choices() if code)


@cache
def _email() -> Check:
    return EmailField(max_length=100).clean


@cache
def _name() -> Check:
    return LineField(max_length=100).clean


@cache
def _website() -> Check:
    return WebsiteField(max_length=100).clean


@cache
def _line(name: str) -> Check:
    longest = getattr(Brand._meta.get_field(name), "max_length", None)
    return LineField(max_length=longest, required=False).clean
