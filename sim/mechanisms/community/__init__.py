"""A community that new customers may join: members stay longer and invite more friends."""
