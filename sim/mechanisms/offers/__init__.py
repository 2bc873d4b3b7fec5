"""Offers to customers: a list of the policy, each row of which says when an offer goes out, to whom, and what it is."""
