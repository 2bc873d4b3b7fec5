"""What to decide: sweeps, optima, prices, parts of a plan, and what is worth finding out; on many small runs."""
