"""Trials: using the product for some days without paying, once in a life."""
