"""Firms as customers: several people of a firm decide together, and take their time."""
