"""Forms of the program pages: they read what was typed; the verbs decide whether it is right."""

from django import forms

from tenants.errors import DomainError


class VerbForm(forms.Form):
    """A form whose verb may refuse it."""

    def refuse(self, error: DomainError) -> None:
        """Show a verb's refusal at the fields that it names, else above the form."""
        at = {name: message for name, message in error.fields.items() if name in self.fields}
        for name, message in at.items():
            self.add_error(name, message)
        if not at:
            self.add_error(None, error.message)
