"""Closed forms of cascades of referrals."""

from __future__ import annotations

from scenarios.verify.conditions import Form

FORMS: dict[str, Form] = {}
