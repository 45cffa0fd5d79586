"""Collects the words of the hosted pages' furniture, which must exist in every language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONTEXT = "hosted page"
_PLAIN = re.compile(r'{% translate "([^"]+)" context "hosted page"')
_BLOCK = re.compile(
    r'{% blocktranslate context "hosted page"[^%]*%}(.*?){% endblocktranslate %}', re.DOTALL
)
# Components that hosted pages share with all others say these without a context.
SHARED = ("There is a problem", "Error:", "(optional)")


def in_templates() -> Iterator[str]:
    """Yield every message that a template marks as a hosted page's."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text()
        yield from _PLAIN.findall(text)
        for block in _BLOCK.findall(text):
            yield re.sub(r"{{ (\w+) }}", r"%(\1)s", block)


def in_code() -> Iterator[str]:
    """Yield every message that a module marks as one, by pgettext and its lazy sister."""
    for app in ("consent", "messaging"):
        for path in sorted((ROOT / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and _name(node).startswith("pgettext"):
                    message = node.args[1]
                    if isinstance(message, ast.Constant):
                        yield str(message.value)


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def all_words() -> list[str]:
    """Return every message once."""
    return sorted({*in_templates(), *in_code()})
