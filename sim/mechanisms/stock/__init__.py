"""Buying ahead at a lower price: units at home that cover later occasions."""
