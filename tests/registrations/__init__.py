"""Tests of registrations, the carrier client and the simulator."""
