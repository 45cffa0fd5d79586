"""Who belongs to a business, and how they come and go."""
