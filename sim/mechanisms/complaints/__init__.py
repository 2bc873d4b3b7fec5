"""Complaints: a customer whose ticket is open drops out at another rate."""
