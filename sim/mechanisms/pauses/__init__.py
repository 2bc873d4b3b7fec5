"""Demand that goes to sleep and wakes up: active and dormant spells of a customer in turn."""
