"""Seeding: the product goes to chosen people, opinion leaders as far as the firm finds them, who may recommend it."""
