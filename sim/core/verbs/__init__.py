"""What people do and undergo: they weigh prices, choose, need, come and go, tell others, ask for service."""
