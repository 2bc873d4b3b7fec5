"""Reasons for dropping out."""
