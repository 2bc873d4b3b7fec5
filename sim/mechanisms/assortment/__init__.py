"""An assortment of hundreds of categories: what an order consists of."""
