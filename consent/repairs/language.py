"""Guesses the language of a text by its function words, so that a repair speaks it too."""

import re
import unicodedata

from consent.content import Language

# Words that are frequent in one of the three languages and rare in the other two.
_WORDS: dict[str, frozenset[str]] = {
    Language.ENGLISH: frozenset({
        "the", "and", "you", "your", "to", "of", "for", "is", "are", "we", "our", "with", "this",
        "from", "at", "or", "by", "be", "will", "reply", "agree", "text", "texts", "message",
        "messages", "may", "apply", "receive", "help", "opt", "out",
    }),
    Language.SPANISH: frozenset({
        "el", "los", "las", "una", "para", "por", "con", "su", "sus", "del", "que", "y", "al",
        "mensajes", "mensaje", "texto", "responda", "envie", "recibir", "acepto", "usted",
        "ayuda", "cancelar", "pueden", "tarifas", "datos", "terminos", "es",
    }),
    Language.FRENCH: frozenset({
        "le", "les", "des", "est", "et", "pour", "vous", "votre", "vos", "avec", "du", "au", "par",
        "repondez", "envoyez", "recevoir", "accepte", "textos", "aide", "frais", "donnees",
        "peuvent", "nous", "sur", "dans", "une", "de", "messages",
    }),
}  # fmt: skip
_WORD = re.compile(r"[a-z]+")
# A handful of words decides; the rest of a long page says nothing new.
_ENOUGH = 3000
_FEWEST = 2


def guess(text: str) -> str:
    """Return a code of Language, or an empty string where too little speaks for any."""
    read = text[:_ENOUGH]
    if not read.isascii():
        decomposed = unicodedata.normalize("NFKD", read)
        read = "".join(c for c in decomposed if not unicodedata.combining(c))
    words = _WORD.findall(read.casefold())
    counts = {code: sum(word in known for word in words) for code, known in _WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    return str(best) if counts[best] >= _FEWEST else ""
