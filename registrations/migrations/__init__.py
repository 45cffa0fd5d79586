"""Schema history of registrations."""
