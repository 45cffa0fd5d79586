"""How the portal looks and behaves, as the ISV wants it."""
