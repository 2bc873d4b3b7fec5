"""Bonus hunters: people who take up an invitation for the reward."""
