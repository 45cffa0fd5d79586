"""The builder of a program: its form, its own wordings, its preview, and what mends a finding."""
