"""The operations the simulator carries out, by name; the rest of the model is refused."""

from . import (
    associations,
    attachments,
    configuration,
    definitions,
    fields,
    keywords,
    numbers,
    optouts,
    registrations,
    sending,
)
from .protocol import Operation

OPERATIONS: dict[str, Operation] = {
    **definitions.OPERATIONS,
    **registrations.OPERATIONS,
    **fields.OPERATIONS,
    **attachments.OPERATIONS,
    **associations.OPERATIONS,
    **numbers.OPERATIONS,
    **optouts.OPERATIONS,
    **keywords.OPERATIONS,
    **configuration.OPERATIONS,
    **sending.OPERATIONS,
}
