"""A lasting free tier (freemium): free users cost by the day, some of them pay in the end."""
