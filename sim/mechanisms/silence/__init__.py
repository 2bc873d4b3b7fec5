"""Silence: the firm calls a customer lapsed who has not ordered for long. A label, never a state of the customer."""
