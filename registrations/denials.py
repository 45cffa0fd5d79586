"""Which of the carrier's reasons end a filing for good. Pure.

From the carrier's guide on rejections: most may be corrected and handed in again; these may not.
The list is not closed, and a reason that is not known counts as one that can be corrected. What
each reason means stands in `crosswalk`, which is the one source of this too.
"""

from collections.abc import Iterable

from registrations import crosswalk

FINAL = crosswalk.final_codes()


def is_final(codes: Iterable[str]) -> bool:
    """Do these reasons end the filing? One final reason is enough."""
    return bool(FINAL & set(codes))
