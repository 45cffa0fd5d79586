"""A carrier on a local port: the wire protocol of pinpoint-sms-voice-v2, for development and tests.

    python -m registrations.carrier.simulator --port 8091 --state-dir .data/simulator \\
        --hook-url http://127.0.0.1:8000/hooks/sns/

The unchanged boto3 client talks to it through `endpoint_url`. It imports neither Django nor
anything of ours outside this package, keeps its state on disk, and never reaches a real phone.
`http://127.0.0.1:8091/` shows what follows here; `/phone/` lets a person play the recipient.

Magic words in a registration
-----------------------------
Read in names (company, DBA, campaign, service, launch) and use case descriptions; case counts.

============= ==================================================================================
Reject        Denied every time, with reasons on the fields at fault.
NeedsUpdates  Denied once; the next version is approved.
FinalDenial   Denied every time, with a code that cannot be submitted again.
Slow          Stays in REVIEWING for thirty days of the review clock.
AwsReview     Passes through AWS_REVIEWING, as if the submit had asked for it.
Authenticate  Waits in REQUIRES_AUTHENTICATION for the link on /registrations/, a week.
OfflineReview Waits in REQUIRES_OFFLINE_REVIEW for a week, then goes on.
FutureStatus  Passes through CARRIER_VETTING, a status that no SDK knows.
RevokeLater   Approved; the approval is withdrawn ten reviews later.
CloseLater    Approved; the registration is closed ten reviews later.
(none)        Approved after --review-seconds.
============= ==================================================================================

A missing required field (MISSING_REQUIRED_FIELD), a conditional field that is not allowed
(CONDITIONAL_FIELD_NOT_ALLOWED) or missing (MISSING_CONDITIONAL_FIELD), and a US tax id without
nine digits (INVALID_FIELD_VALUE) are denied by machine, without a review; so are a campaign while
the vetting of its brand is under review (WAIT_TO_RESUBMIT_REGISTRATION), a special use case of a
brand that is not vetted, an approved campaign's change of use case or capabilities
(CANNOT_UPDATE_REGISTRATION), and a sender ID that another registration has.

A brand of a PUBLIC_PROFIT company waits in REQUIRES_AUTHENTICATION, as with the word
Authenticate, until somebody presses the link of the mail on `/registrations/`; after a week it is
denied. An attachment that contains the bytes UploadFails ends as UPLOAD_FAILED.

Magic destination numbers
-------------------------
+1 NXX 555-01xx in any area code, by the last four digits; every other number is delivered.

====  ==========================================================================
0120  Accepted, never delivered: TEXT_QUEUED and nothing after it.
0121  TEXT_UNREACHABLE: handset off.
0122  TEXT_INVALID: the number does not exist.
0123  TEXT_BLOCKED: the recipient's carrier blocks it.
0124  TEXT_CARRIER_BLOCKED: called abusive.
0125  TEXT_SPAM: called unsolicited.
0126  TEXT_UNKNOWN: no reason known.
0127  TEXT_TTL_EXPIRED: not handed over in time.
0128  TEXT_CARRIER_UNREACHABLE for now, then TEXT_DELIVERED.
0129  TEXT_SUCCESSFUL is the last word; no TEXT_DELIVERED follows.
0130  ThrottlingException for the first 2 calls, then delivered.
0131  ThrottlingException for the first 5 calls, then delivered.
0140  InternalServerException, never accepted.
0141  InternalServerException for the first call, then delivered.
0142  InternalServerException, but the text WAS accepted and is delivered.
0150  No answer for --hang-seconds, but the text WAS accepted and is delivered.
0160  Delivered; every event is published twice.
0161  Delivered; the events arrive in reverse order.
0170  ConflictException DESTINATION_PHONE_NUMBER_OPTED_OUT.
0171  ConflictException DESTINATION_PHONE_NUMBER_NOT_VERIFIED, as in the sandbox.
0172  ServiceQuotaExceededException MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT.
0173  AccessDeniedException ACCOUNT_DISABLED.
====  ==========================================================================

+14254147755 and +14254147167 are the carrier's own simulator destinations (success, failure).

Test controls
-------------
JSON under `/_sim/`: health, sends, inbound, notifications, redeliver, settings, decide, status,
mail, definitions, calls, nonconformities, advance, reset. `control.py` and `verdicts.py` describe
each; the help page lists them.

Limits
------
None by default but quotas far above what a demonstration needs. `--aws-limits` sets those of a new
account: one request a second for each operation, 25 registrations, attachments, numbers and so
on. `--limit NAME=N`, `--rate OPERATION=N` and the settings of the same names change single ones.

Notifications
-------------
Delivery events and inbound texts are posted to the hook as signed notifications (signature
version 2). The certificate is served at `/SimpleNotificationService-….pem`; whoever verifies must
trust `ca.pem` in the state directory. Delivery events need a configuration set on the send and an
SNS event destination in the set; inbound texts need two-way on the number, with an SNS topic.
With `--registration-events TOPIC` each change of a registration's status is published as well, as
the event bus writes it.
"""
