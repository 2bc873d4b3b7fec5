"""What the rest stands on: this machine's memory, places on its disk, tables on it, the version of the code."""
