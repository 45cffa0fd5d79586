"""What is filed with the carrier: brands, campaigns, numbers."""
