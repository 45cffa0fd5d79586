"""Looks at live pages as carriers' reviewers take them, and watches what vanishes from them."""
