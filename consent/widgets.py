"""Form controls that explain themselves: choices as cards, and a line with suggestions."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from consent.explained import Words


class _Explained(forms.RadioSelect):
    """A set of choices, each with a sentence below its name."""

    template_name = "consent/widgets/choices.html"
    layout = "cards"

    def __init__(self, explained: Mapping[str, tuple[Words, Words]]) -> None:
        self.explained = explained
        super().__init__(choices=[(code, words[0]) for code, words in explained.items()])

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the sentence to what the template gets of one choice."""
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.explained[str(value)][1]
        return option

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Tell the template how to lay the choices out."""
        context = super().get_context(name, value, attrs)
        context["widget"]["layout"] = self.layout
        return context


class Cards(_Explained):
    """One of a few choices, as cards to press."""


class Boxes(_Explained):
    """Any number of choices, as a list of boxes to tick."""

    allow_multiple_selected = True
    input_type = "checkbox"
    layout = "boxes"
    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return every ticked value."""
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """No tick is an answer too, and browsers send none."""
        return False


class Suggested(forms.TextInput):
    """A line of text with suggestions that browsers offer; anything else may be typed."""

    template_name = "consent/widgets/suggested.html"

    def __init__(self, suggestions: Sequence[str], attrs: dict[str, Any] | None = None) -> None:
        self.suggestions = suggestions
        super().__init__(attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Tie the list of suggestions to the line."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{name}-suggestions"
        context["widget"]["suggestions"] = self.suggestions
        return context
