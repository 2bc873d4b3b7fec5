"""Willingness to pay: who buys compares nothing, where the rule of choice is a threshold."""
