"""Tickets: what customers want of the service desks, and what becomes of it."""
