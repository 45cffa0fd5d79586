"""Tests of what staff see of filings and decide."""
