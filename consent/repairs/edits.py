"""What a repair is: some characters of a text, and what stands in their place afterwards."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """A replacement; `start` equals `end` where something is put in and nothing taken away."""

    start: int
    """First character to be replaced, counted in the text that was linted."""
    end: int
    replacement: str

    def as_data(self) -> dict[str, int | str]:
        """Return plain JSON values."""
        return {"start": self.start, "end": self.end, "replacement": self.replacement}


def apply(edit: Edit, text: str) -> str:
    """Return the text after an edit."""
    return text[: edit.start] + edit.replacement + text[edit.end :]
