"""Quantity discounts: who buys many pieces pays less for each."""
