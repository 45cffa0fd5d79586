"""Texts out and texts in."""
