"""Tests of texts out and texts in."""
