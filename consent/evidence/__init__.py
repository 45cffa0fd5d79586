"""Screenshots and papers that show reviewers where people agree: kept, checked, served.

The original is kept, never served, with its hash; browsers and reviewers get copies only.
"""

from consent.evidence.files import StorageUnavailable, read_copy, read_fitted
from consent.evidence.keeping import add_evidence, add_taken, find_public

__all__ = [
    "StorageUnavailable",
    "add_evidence",
    "add_taken",
    "find_public",
    "read_copy",
    "read_fitted",
]
