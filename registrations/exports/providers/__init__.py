"""The forms of Twilio, Telnyx, Bandwidth and the campaign registry, as data.

Names, obligations and lengths are those of the providers' published API references and client
libraries in November 2026 (`source` of each form). Where a form has a list of its own that we do
not know whole, our value stands beside it and a person chooses.
"""

from registrations.exports.providers.bandwidth import BANDWIDTH
from registrations.exports.providers.registry import TCR
from registrations.exports.providers.telnyx import TELNYX
from registrations.exports.providers.twilio import TWILIO
from registrations.exports.sheets import Provider

PROVIDERS: tuple[Provider, ...] = (TWILIO, TELNYX, BANDWIDTH, TCR)
