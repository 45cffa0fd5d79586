"""Verbs that move a registration: hand in, send back, accept, file, decide, amend, close.

`moving._move` is the only code that assigns a registration's status. Each verb locks the row first.
"""

from registrations.lifecycle.carrier_status import record_carrier_status
from registrations.lifecycle.filed import recall, record_filed, record_refusal
from registrations.lifecycle.handing_in import submit_for_review, take_back
from registrations.lifecycle.reviewing import accept_for_carrier, refuse, request_changes
from registrations.lifecycle.updating import CLOSABLE, amend, close, drop_update, reopen

__all__ = [
    "CLOSABLE",
    "accept_for_carrier",
    "amend",
    "close",
    "drop_update",
    "recall",
    "record_carrier_status",
    "record_filed",
    "record_refusal",
    "refuse",
    "reopen",
    "request_changes",
    "submit_for_review",
    "take_back",
]
