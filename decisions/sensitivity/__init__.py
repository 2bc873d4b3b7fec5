"""What matters for a decision: which numbers its difference hangs on, where they would flip it, what knowing them is
worth."""
