"""News of friends: who has invited somebody hears of their first order, and may get a bonus for several."""
