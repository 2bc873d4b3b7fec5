"""Does the market reproduce the company's last year: simulated patterns beside those of its orders."""
