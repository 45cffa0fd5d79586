"""What people agreed to, and proof of it."""
