"""One version as it is taken away: its content, its texts, and how it names itself."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.text import slugify

from consent import programs
from consent.content import ProgramContent
from consent.models import ProgramVersion
from consent.rendering import RenderedTexts
from consent.states import VersionStatus


@dataclass(frozen=True)
class Edition:
    """What every export is made of."""

    content: ProgramContent
    texts: RenderedTexts
    english: RenderedTexts | None
    number: int
    at: datetime
    """When it was published; of a draft, now."""
    is_draft: bool
    digest: str
    """SHA-256 of all texts, as kept with the version."""

    @property
    def stem(self) -> str:
        """How files of it are called, without their ending: letters, digits and hyphens."""
        name = slugify(self.content.program_name) or "program"
        return f"{name[:40]}-{'draft' if self.is_draft else f'v{self.number}'}"


def edition_of(version: ProgramVersion) -> Edition:
    """Return a version of the tenant in scope as it would be taken away now."""
    texts = programs.texts_of(version)
    english = version.texts_english
    return Edition(
        content=programs.content_of(version),
        texts=texts,
        english=RenderedTexts.from_dict(english) if english else None,
        number=version.number,
        at=version.published_at or timezone.now(),
        is_draft=version.status == VersionStatus.DRAFT,
        digest=version.texts_sha256 or programs.texts_digest(texts),
    )
