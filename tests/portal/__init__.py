"""Tests of the project itself: checks, launcher, pages that belong to no app."""
