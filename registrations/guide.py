"""What the carrier's guide says of times and fees: data with a date and a source, in `guide.json`.

Prices and times change more often than code, and nobody should have to read code to mend one.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def guide() -> dict[str, Any]:
    """Return the whole of it, read once."""
    found: dict[str, Any] = json.loads(Path(__file__).with_name("guide.json").read_text())
    return found
