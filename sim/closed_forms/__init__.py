"""Formulas that the simulator must reproduce where the right answer is known. One file per idea:

buying (orders and drop-out), journey (stages), referral (cascades), choice (shares and prices), media (reach,
response, budgets, attribution), value (CLV).
"""
