"""Addresses by who asks at them, for the middleware that treats some of them apart."""

# Programs, which prove who they are without a session.
MACHINES = ("/api/", "/hooks/", "/healthz")
# Reviewers and recipients, who have no account.
HOSTED = ("/p/", "/e/")
# Whoever holds a secret link; the pages find whose draft it is by themselves.
DRAFTS = "/p/draft/"
STATIC = "/static/"
# Files that look the same to everybody.
ASSETS = (STATIC, "/isv-", "/isv/")
