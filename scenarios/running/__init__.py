"""Worlds run: planned by time and memory, handed to threads or workers, kept on a shelf."""
