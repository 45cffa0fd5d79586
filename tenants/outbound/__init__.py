"""The only way out to addresses that strangers name."""
