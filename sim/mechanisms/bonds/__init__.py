"""Bonds of referral: who was invited stays longer while who invited is a customer."""
