"""Classes of customers, as the firm computes them from what it sees: A, B and C."""
