"""Promoters: staff and partners who tell people they know of the firm, and are paid when somebody comes."""
