"""Incentives to customers: a list of the policy, each row of which says when one goes out, to whom, and what it is."""
