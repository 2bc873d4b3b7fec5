"""From a company's file to the orders table: every line is used or set aside, with its reason and its money."""
