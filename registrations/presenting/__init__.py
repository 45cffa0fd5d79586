"""What the pages about registrations show: whose turn it is, the answers, what was found.

Reads and words only; members' pages and staff's pages share it.
"""

from registrations.presenting.actions import next_step
from registrations.presenting.found import fix_url, grouped
from registrations.presenting.shown import (
    masked,
    picture_path,
    pictures,
    remarks_on,
    sections,
    source_of,
)
from registrations.presenting.turns import ABOUT, CARRIER, NOBODY, WE, YOU, turn

__all__ = [
    "ABOUT",
    "CARRIER",
    "NOBODY",
    "WE",
    "YOU",
    "fix_url",
    "grouped",
    "masked",
    "next_step",
    "picture_path",
    "pictures",
    "remarks_on",
    "sections",
    "source_of",
    "turn",
]
