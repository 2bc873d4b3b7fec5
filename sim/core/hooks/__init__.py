"""Where the core asks the mechanisms (answers) and tells them (acts): written from their folders."""
