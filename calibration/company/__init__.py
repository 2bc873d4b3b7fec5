"""A company as a folder: its tables, its profile, and what is made of them."""
