"""What an agent holds on the telephone: who says what, where to wait, and what to write down."""

from fpdf.enums import XPos, YPos

from consent.exports.edition import Edition
from consent.exports.sheets import FAMILY, INK, SOFT, Sheet, printable
from consent.rendering import ScriptLine, script_lines

WORDS_A_MINUTE, PAUSE = 150, 3  # seconds a pause
LABEL, SIZE = 26.0, 11.0  # millimetres, points
BOX = "☐"


def agent_card(edition: Edition, size: str) -> bytes:
    """Return the script as PDF, on "letter" or "a4"."""
    sheet = Sheet(edition, size=size, title=_title(edition), margin=16)
    lines = script_lines(edition.texts.verbal_script)
    sheet.say(sheet.words.script, 20, bold=True, after=0.5)
    told = sheet.words.reading.format(seconds=reading_seconds(lines))
    sheet.say(f"{edition.content.program_name} · {told}", SIZE, soft=True, after=4)
    for line in lines:
        _line(sheet, line)
    _record(sheet, questions=sum(1 for line in lines if line.who == "customer"))
    return bytes(sheet.output())


def reading_seconds(lines: tuple[ScriptLine, ...]) -> int:
    """Return how long the script takes to read out, to the next five seconds."""
    spoken = sum(len(line.text.split()) for line in lines if line.who == "agent")
    pauses = sum(1 for line in lines if line.who != "agent")
    seconds = spoken * 60 / WORDS_A_MINUTE + pauses * PAUSE
    return int(-(-seconds // 5) * 5)


def _title(edition: Edition) -> str:
    return f"{edition.content.brand_name}: {edition.content.program_name}"


def _line(sheet: Sheet, line: ScriptLine) -> None:
    """Draw who speaks in a narrow column, and the words beside it."""
    words = sheet.words
    answered = {"yes": f" ({words.yes})", "no": f" ({words.no})"}.get(line.when, "")
    label = words.said.get(line.who, line.who) + answered
    height = SIZE * 0.3528 * 1.4
    if sheet.will_page_break(height * 3):
        sheet.add_page()
    top, is_note = sheet.get_y(), line.who == "note"
    sheet.set_font(FAMILY, "B" if line.who == "agent" else "", 8.5)
    sheet.set_text_color(*SOFT)
    sheet.multi_cell(LABEL, height * 0.85, label, align="L", new_x=XPos.RIGHT, new_y=YPos.TOP)
    sheet.set_xy(sheet.l_margin + LABEL + 2, top)
    sheet.set_text_color(*(SOFT if is_note else INK))
    sheet.set_font(FAMILY, "", 9.5 if is_note else SIZE)
    sheet.multi_cell(
        sheet.epw - LABEL - 2, height, printable(line.text), align="L",
        new_x=XPos.LMARGIN, new_y=YPos.NEXT,
    )  # fmt: skip
    sheet.set_text_color(*INK)
    sheet.ln(1.4)


def _record(sheet: Sheet, *, questions: int) -> None:
    """Draw lines to fill in: what proves that this caller agreed to these words."""
    words = sheet.words
    if sheet.will_page_break(52 + 8 * max(questions, 1)):
        sheet.add_page()
    sheet.ln(3)
    sheet.set_draw_color(*SOFT)
    sheet.line(sheet.l_margin, sheet.get_y(), sheet.w - sheet.r_margin, sheet.get_y())
    sheet.ln(3)
    sheet.say(words.record, 14, bold=True, after=2)
    for label in (words.caller, words.when, words.agent, words.reference):
        _blank(sheet, label)
    sheet.say(words.answers, 10, bold=True, after=1)
    for number in range(1, questions + 1):
        question = words.question.format(number=number)
        sheet.say(f"{question}    {BOX} {words.yes}    {BOX} {words.no}", 11, after=1)


def _blank(sheet: Sheet, label: str) -> None:
    sheet.set_font(FAMILY, "", 10)
    sheet.cell(62, 8, label)
    sheet.line(sheet.get_x(), sheet.get_y() + 6.5, sheet.w - sheet.r_margin, sheet.get_y() + 6.5)
    sheet.ln(8.5)
