"""Migrations of what spans all apps."""
