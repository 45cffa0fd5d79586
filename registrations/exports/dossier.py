"""The dossier: one round as a printed file for a reviewer, with everything that they compare."""

import io
from collections.abc import Iterable
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace
from fpdf.prefs import ViewerPreferences

from consent.evidence import read_copy
from consent.exports.plain import named
from consent.exports.sheets import FAMILY, FONTS, INK, SOFT, printable
from consent.models import Evidence
from registrations.exports.submission import Line, Submission

MARGIN = 18.0  # millimetres
TITLE, HEADING, BODY, SMALL = 18.0, 13.0, 9.5, 8.0  # points
WIDTHS = (26, 56, 18)  # of the columns, in hundredths
TALLEST = 210.0  # millimetres that a picture may take


def dossier(submission: Submission) -> bytes:
    """Return the round as PDF: answers, texts, pictures, forecast, decision and hashes.

    Raises StorageUnavailable while a picture cannot be read.
    """
    paper = Paper(submission)
    _front(paper, submission)
    _answers(paper, submission)
    _decision(paper, submission)
    _forecast(paper, submission)
    _texts(paper, submission)
    _pictures(paper, submission)
    return bytes(paper.output())


class Paper(FPDF):
    """Letter pages with the filing's name above and the round below."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(format="letter", unit="mm")
        self.submission = submission
        for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.add_font(FAMILY, style, FONTS / file)
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN + 6)
        self.c_margin = 0
        self.alias_nb_pages()
        self.set_title(f"{submission.registration} ({submission.brand.legal_name})")
        self.set_author(submission.brand.legal_name)
        self.set_lang("en")
        self.set_creator("Assent")
        self.set_creation_date(submission.made_at)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.add_page()

    def footer(self) -> None:
        """Say which round it is, and which page."""
        sent = _("as handed in") if self.submission.is_sent else _("draft, not handed in")
        self.set_y(-MARGIN + 2)
        self.set_font(FAMILY, "", SMALL)
        self.set_text_color(*SOFT)
        told = f"{self.submission.registration} · {_('round')} {self.submission.version.number}"
        self.cell(0, 4, printable(f"{told} · {sent} · {self.page_no()}/{{nb}}"))
        self.set_text_color(*INK)

    def say(self, text: str, size: float = BODY, *, bold: bool = False, after: float = 1.5) -> None:
        """Write a paragraph; `after` is the gap below it in millimetres."""
        self.set_font(FAMILY, "B" if bold else "", size)
        self.multi_cell(
            0, size * 0.3528 * 1.4, printable(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        self.ln(after)

    def heading(self, text: str) -> None:
        """Write a heading, on the next page where it would stand alone at the foot."""
        if self.get_y() > self.h - MARGIN - 40:
            self.add_page()
        self.ln(3)
        self.start_section(printable(text))
        self.say(text, HEADING, bold=True, after=2)

    def rows(self, head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
        """Draw a table whose first row repeats on every page."""
        self.set_font(FAMILY, "", SMALL)
        style = FontFace(emphasis="BOLD")
        with self.table(
            col_widths=WIDTHS, headings_style=style, line_height=4.4, padding=1.2, text_align="LEFT"
        ) as table:
            for row in (head, *rows):
                table.row([printable(cell) for cell in row])
        self.ln(2)


def _front(paper: Paper, submission: Submission) -> None:
    registration, version = submission.registration, submission.version
    paper.say(registration.type_label, BODY)
    paper.say(submission.brand.legal_name, TITLE, bold=True)
    if registration.program:
        paper.say(f"{_('Program')}: {registration.program}")
    state = registration.get_status_display()
    paper.say(f"{_('Round')} {version.number} · {state} · {_('made')} {_day(submission.made_at)}")
    if registration.carrier_id:
        told = " / ".join(filter(None, (registration.carrier_status, version.carrier_status)))
        paper.say(f"{_('At the carrier')}: {registration.carrier_id} {told}")
    for label, at in ((_("Handed in"), version.submitted_at), (_("Decided"), version.decided_at)):
        if at:
            paper.say(f"{label}: {_day(at)}")


def _answers(paper: Paper, submission: Submission) -> None:
    sections: dict[str, list[Line]] = {}
    for line in submission.lines:
        sections.setdefault(line.section, []).append(line)
    for title, lines in sections.items():
        paper.heading(title or _("Answers"))
        paper.rows(
            (_("Question"), _("Answer"), _("From")),
            ((line.title, line.shown, line.source) for line in lines),
        )


def _decision(paper: Paper, submission: Submission) -> None:
    version = submission.version
    if not version.denied_reasons:
        return
    paper.heading(_("Why this round was denied"))
    for reason in version.denied_reasons:
        paper.say(f"{reason.get('text', '')} ({reason.get('code', '')})", bold=True, after=0.5)
        if reason.get("detail"):
            paper.say(reason["detail"])
    if version.feedback:
        paper.say(version.feedback)


def _forecast(paper: Paper, submission: Submission) -> None:
    """Tell what was foretold and who answered for it; nothing where nobody has asked yet."""
    version = submission.version
    forecast = version.forecasts.first()
    answered = list(version.acknowledged.all())
    if forecast is None and not answered:
        return
    paper.heading(_("What was found before it was handed in"))
    for finding in forecast.findings if forecast else ():
        paper.say(f"{finding.get('rule', '')}: {finding.get('message', '')}", after=0.5)
    for each in answered:
        paper.say(f"{each.rule}: “{each.reason}” ({each.made_by}, {_day(each.made_at)})")


def _texts(paper: Paper, submission: Submission) -> None:
    if submission.texts is None or submission.wording is None:
        return
    paper.heading(_("Texts as people see them"))
    paper.say(
        f"{_('Version')} {submission.wording.number} · SHA-256 {submission.wording.texts_sha256}"
    )
    for key, text in named(submission.texts):
        if text:
            paper.say(key, SMALL, bold=True, after=0.5)
            paper.say(text)


def _pictures(paper: Paper, submission: Submission) -> None:
    for picture in pictures_of(submission):
        paper.add_page()
        paper.start_section(printable(picture.caption))
        paper.say(picture.caption, HEADING, bold=True)
        if picture.is_paper:
            paper.say(_("A file of several pages; it lies beside this one in the archive."))
        else:
            width = min(paper.epw, TALLEST * picture.width / max(picture.height, 1))
            paper.image(
                io.BytesIO(read_copy(picture)), w=width, alt_text=printable(picture.caption)
            )
            paper.ln(2)
        paper.say(f"SHA-256 {picture.public_sha256}", SMALL)


def pictures_of(submission: Submission) -> list[Evidence]:
    """Return the pictures of a round: those among its answers, or else all of its program."""
    named_ones = [line.picture.evidence for line in submission.lines if line.picture]
    if named_ones or submission.registration.program is None:
        return list({each.pk: each for each in named_ones}.values())
    return list(Evidence.objects.filter(program=submission.registration.program))


def _day(at: datetime) -> str:
    return date_format(at, "j F Y, H:i e")
