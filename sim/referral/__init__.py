"""What referral does in a run: the programme's books, who brought whom, the same world without it, CRV.

A view of money that is already in customers' CLV and in the profit: it is never added to them.
"""
