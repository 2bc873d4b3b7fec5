"""``python -m sixr`` is the command line."""

from sixr.cli import main

if __name__ == "__main__":
    main()
