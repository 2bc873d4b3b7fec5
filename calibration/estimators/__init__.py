"""What a company's tables say about a market: one small estimator a file, each alone usable."""
