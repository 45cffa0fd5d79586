"""Settings of the carrier: where it is, what of its notifications we take, how often we ask."""

from portal.environment import EMBEDDED, env

AWS_REGION = env.str("AWS_REGION", default="us-east-1")
# Empty: the real service. The simulator's address is accepted in the embedded run only.
CARRIER_ENDPOINT_URL = env.str("CARRIER_ENDPOINT_URL", default="")
# Where texts of test keys go: a simulator of your own. Empty: they are refused. In the embedded run
# it is the simulator that plays the carrier.
SIMULATOR_URL = env.str("SIMULATOR_URL", default="").rstrip("/")
CARRIER_CONFIGURATION_SET = env.str("CARRIER_CONFIGURATION_SET", default="assent")
# SNS topics whose notifications we accept: one for inbound texts, one for delivery events.
SNS_INBOUND_TOPIC_ARN = env.str(
    "SNS_INBOUND_TOPIC_ARN",
    default=f"arn:aws:sns:{AWS_REGION}:000000000000:assent-inbound" if EMBEDDED else "",
)
SNS_EVENTS_TOPIC_ARN = env.str(
    "SNS_EVENTS_TOPIC_ARN",
    default=f"arn:aws:sns:{AWS_REGION}:000000000000:assent-events" if EMBEDDED else "",
)
# How often the carrier is asked about filings that it still has, in seconds.
CARRIER_POLL_SECONDS = env.int("CARRIER_POLL_SECONDS", default=2 if EMBEDDED else 900)
# Calls a second that the carrier allows, by operation: "default" is each operation not named, 0 is
# no limit. The simulator has no limit of its own, and a demo should not take minutes.
CARRIER_RATES = {
    name: float(rate)
    for name, rate in env.dict(
        "CARRIER_RATES", default={"default": "200"} if EMBEDDED else {"default": "1"}
    ).items()
}
# Quotas of the account that the carrier's API does not tell, as it documents them.
CARRIER_QUOTAS = {
    name: int(count) for name, count in env.dict("CARRIER_QUOTAS", default={}).items()
}
# How many workers may file at once. The others are left for what must not wait.
CARRIER_FILERS = env.int("CARRIER_FILERS", default=3)
