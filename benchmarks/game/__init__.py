"""The game: companies of known truth are advised from their tables alone, and the advice is played forward."""
