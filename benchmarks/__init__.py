"""Measurements; every figure is a ratio of two things timed in turn within one run."""
