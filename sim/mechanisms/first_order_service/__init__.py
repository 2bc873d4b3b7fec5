"""First-order service: a contact of one's own, faster delivery or a gift with the first order."""
