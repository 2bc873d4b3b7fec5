"""The habit of deals: who orders at a discount answers more to prices, for a while."""
