"""Who is registered, and the ISV's own data, which no business may carry."""
