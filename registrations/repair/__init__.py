"""How a denial is put right: what was said, what stands there now, and what would mend it."""
