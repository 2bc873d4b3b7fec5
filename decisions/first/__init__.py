"""The way of work: diagnose, focus, pilot, review."""
