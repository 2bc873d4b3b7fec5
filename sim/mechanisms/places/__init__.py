"""Places to buy: a customer chooses one with the occasion."""
