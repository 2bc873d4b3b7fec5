"""Trees of plain values that know file and line of each: YAML read, layers laid over each other, faults in words."""
