"""A second life as a customer, after a return of one's own accord."""
