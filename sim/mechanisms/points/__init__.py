"""The loyalty programme: points that orders earn and later orders use up, and an upper tier for who orders often."""
