"""What customers do with the product between orders."""
