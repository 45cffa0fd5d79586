"""How large a file the carrier takes."""

# The API takes 500 KB of PNG, JPEG or PDF; some forms still say 400 KB, so that is kept to.
CARRIER_BYTES = 400 * 1000
