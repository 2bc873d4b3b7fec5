"""Writes the source that follows from what is declared; what it writes is committed, and a test says if it is stale."""
