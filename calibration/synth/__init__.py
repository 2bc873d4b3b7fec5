"""A company's tables out of a simulated world, and the truth beside them."""
