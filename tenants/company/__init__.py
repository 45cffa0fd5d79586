"""A business's details: asked, checked, doubted, and compared with its website."""
