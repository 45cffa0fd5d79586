"""What the ISV's staff see of filings and numbers, and decide, in Django admin."""
