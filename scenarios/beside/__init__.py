"""Files of data that a market names: who knows whom, the firm's customers, the tables of an assortment."""
