"""The few words that printed matter and forms have of their own, in the program's language.

They are not the portal's words: a card is read by the people of the program.
"""

from dataclasses import dataclass
from datetime import datetime

from consent.content import Language


@dataclass(frozen=True)
class Labels:
    """The words of one language."""

    draft: str
    draft_note: str
    version: str
    scan: str
    phone: str
    phone_hint: str
    birth_date: str
    birth_date_hint: str
    kinds: str
    send: str
    script: str
    reading: str
    record: str
    caller: str
    when: str
    agent: str
    reference: str
    answers: str
    question: str
    yes: str
    no: str
    said: dict[str, str]
    months: tuple[str, ...]
    date: str

    def day(self, at: datetime) -> str:
        """Return a date in words."""
        return self.date.format(day=at.day, month=self.months[at.month - 1], year=at.year)


ENGLISH = Labels(
    draft="DRAFT",
    draft_note="Draft of {date}. Not for print.",
    version="Version {number} of {date}",
    scan="Scan to sign up",
    phone="Mobile number",
    phone_hint="For example (206) 555-0123",
    birth_date="Date of birth",
    birth_date_hint="You must be {age} or older.",
    kinds="Texts that you want",
    send="Sign up",
    script="Script for the telephone",
    reading="About {seconds} seconds to read out",
    record="Record of this call",
    caller="Caller's mobile number",
    when="Date and time",
    agent="Who read it out",
    reference="Call reference",
    answers="The caller's answers",
    question="Question {number}",
    yes="Yes",
    no="No",
    said={"agent": "You say", "customer": "Caller", "note": "Wait"},
    months=("January", "February", "March", "April", "May", "June", "July", "August",
            "September", "October", "November", "December"),
    date="{month} {day}, {year}",
)  # fmt: skip
SPANISH = Labels(
    draft="BORRADOR",
    draft_note="Borrador del {date}. No imprimir.",
    version="Versión {number} del {date}",
    scan="Escanee para inscribirse",
    phone="Número de móvil",
    phone_hint="Por ejemplo (206) 555-0123",
    birth_date="Fecha de nacimiento",
    birth_date_hint="Debe tener {age} años o más.",
    kinds="Mensajes que desea recibir",
    send="Inscribirse",
    script="Guion para el teléfono",
    reading="Unos {seconds} segundos de lectura",
    record="Registro de esta llamada",
    caller="Número de móvil de la persona",
    when="Fecha y hora",
    agent="Quién lo leyó",
    reference="Referencia de la llamada",
    answers="Respuestas de la persona",
    question="Pregunta {number}",
    yes="Sí",
    no="No",
    said={"agent": "Usted dice", "customer": "Persona", "note": "Espere"},
    months=("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
            "septiembre", "octubre", "noviembre", "diciembre"),
    date="{day} de {month} de {year}",
)  # fmt: skip
FRENCH = Labels(
    draft="BROUILLON",
    draft_note="Brouillon du {date}. Ne pas imprimer.",
    version="Version {number} du {date}",
    scan="Scannez pour vous inscrire",
    phone="Numéro de mobile",
    phone_hint="Par exemple (206) 555-0123",
    birth_date="Date de naissance",
    birth_date_hint="Vous devez avoir {age} ans ou plus.",
    kinds="Messages que vous souhaitez recevoir",
    send="S’inscrire",
    script="Script pour le téléphone",
    reading="Environ {seconds} secondes de lecture",
    record="Relevé de cet appel",
    caller="Numéro de mobile de la personne",
    when="Date et heure",
    agent="Qui l’a lu",
    reference="Référence de l’appel",
    answers="Réponses de la personne",
    question="Question {number}",
    yes="Oui",
    no="Non",
    said={"agent": "Vous dites", "customer": "Personne", "note": "Attendez"},
    months=("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
            "septembre", "octobre", "novembre", "décembre"),
    date="{day} {month} {year}",
)  # fmt: skip
_BY_LANGUAGE = {Language.ENGLISH: ENGLISH, Language.SPANISH: SPANISH, Language.FRENCH: FRENCH}


def labels(language: str) -> Labels:
    """Return the words of a language; of one that we do not know, the English ones."""
    return next((words for code, words in _BY_LANGUAGE.items() if code == language), ENGLISH)
