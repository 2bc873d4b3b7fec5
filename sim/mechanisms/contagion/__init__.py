"""Leaving by example, and hearing of us from all who are customers."""
