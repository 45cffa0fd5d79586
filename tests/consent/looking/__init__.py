"""Tests of the looks at live pages."""
