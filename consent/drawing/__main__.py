"""The program that opens one file of a stranger, in a process with nothing to steal.

It reads the file from its input and writes what it drew to its output. It is started without
environment, database or keys, and with limits on memory, time, files and children.
"""

import resource
import sys

import django
from django.conf import settings

from consent.drawing import parcel
from consent.drawing.opening import opened
from tenants.pictures import UnusablePicture

MEMORY = 1536 * 1024 * 1024  # bytes: ten pages and forty million pixels need less
SECONDS = 60  # of computing
LIMITS = (
    (resource.RLIMIT_AS, MEMORY),
    (resource.RLIMIT_CPU, SECONDS),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_NOFILE, 64),
)


def main() -> int:
    """Open the input; the answer says what was drawn, or why nothing was."""
    limit()
    data = sys.stdin.buffer.read()
    try:
        answer = parcel.packed(opened(data))
    except UnusablePicture as error:
        answer = parcel.packed_refusal(error.message)
    sys.stdout.buffer.write(answer)
    return 0


def limit() -> None:
    """Give up what is not needed, as far as the system lets us."""
    for kind, most in LIMITS:
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            # Some systems do not know all of them; the others still hold.
            continue


if __name__ == "__main__":
    # Sentences are put into the reader's language by whoever shows them.
    settings.configure(USE_I18N=False)
    django.setup()
    sys.exit(main())
