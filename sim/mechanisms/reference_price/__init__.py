"""Reference prices: what people are used to paying."""
