"""What all compiled code stands on: memory, draws, clocks, the ledger, and how it is compiled and kept."""
