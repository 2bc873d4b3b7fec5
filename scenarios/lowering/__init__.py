"""From a scenario's numbers to the arrays of a plan, an idea a file."""
