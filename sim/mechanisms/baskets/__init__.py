"""Baskets: what else an order holds, and how loyal breadth makes."""
