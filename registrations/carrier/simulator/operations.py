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
    pools,
    registrations,
    senders,
    sending,
    tags,
)
from .protocol import Operation

OPERATIONS: dict[str, Operation] = {
    **definitions.OPERATIONS,
    **registrations.OPERATIONS,
    **fields.OPERATIONS,
    **attachments.OPERATIONS,
    **associations.OPERATIONS,
    **numbers.OPERATIONS,
    **senders.OPERATIONS,
    **pools.OPERATIONS,
    **tags.OPERATIONS,
    **optouts.OPERATIONS,
    **keywords.OPERATIONS,
    **configuration.OPERATIONS,
    **sending.OPERATIONS,
}
