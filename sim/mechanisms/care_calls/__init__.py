"""Care calls: the firm calls customers some days after an order."""
