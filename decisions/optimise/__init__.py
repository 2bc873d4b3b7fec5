"""The best plan within limits: a response fitted to simulated plans, its optimum, and a verdict on fresh worlds."""
