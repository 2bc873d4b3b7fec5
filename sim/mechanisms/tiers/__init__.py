"""Quantity tiers: who buys many pieces pays less for each."""
