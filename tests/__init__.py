"""The tests: sentences about behaviour, proven on real PostgreSQL, Redis and simulator."""
