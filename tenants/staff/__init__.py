"""What staff see and do: admin pages, visits, ranks."""
