"""Names that look alike and are not: capitals, full width, letters of another alphabet, spaces."""

from __future__ import annotations

import unicodedata

ALPHABETS = (
    ("аеорсухіјѕһԁԛԝӏкмнтвгзё", "aeopcyxijshdqwlkmhtbr3e"),  # Cyrillic
    ("αοριντυκχεβγ", "aopivtukxeby"),  # Greek
    ("ıɑɡ", "iag"),
)
"""Letters of other alphabets, and the Latin ones that they look like (Unicode Technical Standard 39, the commonest)."""

_LATIN = str.maketrans({one: other for here, there in ALPHABETS for one, other in zip(here, there, strict=True)})


def look(name: str) -> str:
    """What a reader sees of ``name``: equal for names that cannot be told apart at a glance."""
    seen = unicodedata.normalize("NFKC", name).casefold().translate(_LATIN)
    plain = "".join(c for c in seen if unicodedata.category(c) != "Cf")
    return " ".join(plain.split())


def difference(name: str, like: str) -> str:
    """What tells ``name`` from ``like``, which looks the same; empty where only capitals do."""
    if name.casefold() == like.casefold():
        return ""
    odd = next((c for c in name if c.casefold() not in like.casefold() or c.isspace()), " ")
    return f"the {odd!r} in it is {unicodedata.name(odd, f'U+{ord(odd):04X}')}"
