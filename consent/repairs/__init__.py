"""One-click repairs: what to change in a text so that a finding goes away.

Pure: no database, no settings, no clock, no network. Nothing is ever invented: where a sentence
needs an address or a telephone number, it comes from the facts of a program, or there is no edit.
"""

from consent.repairs.edits import Edit, apply
from consent.repairs.rounds import repair, repair_all, repair_each

__all__ = ["Edit", "apply", "repair", "repair_all", "repair_each"]
