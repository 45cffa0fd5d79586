"""A business's own domain for its hosted pages."""
