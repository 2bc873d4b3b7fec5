"""Text that a user wrote (names, titles, messages of a run), made harmless before it is shown."""

from __future__ import annotations

import re
import unicodedata

from sim.problems import JOINERS

LONGEST = 80

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_JOINER = "\u2060"
_LINKS = re.compile(r"(?<=:)|(?<=www)(?=\.)|(?<=@)", re.IGNORECASE)


def plain(text: object, most: int = LONGEST) -> str:
    """``text`` on one line without control or direction characters, at most ``most`` characters long."""
    kept = "".join(" " if c in "\n\r\t" else c for c in str(text) if c in "\n\r\t" or _visible(c))
    line = " ".join(kept.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def markdown(text: object, most: int = LONGEST) -> str:
    """``text`` so that Streamlit shows it letter by letter: no image, link, colour, formula, icon or emoji.

    Every ASCII punctuation character is escaped. Links, icons and emoji codes are recognised by Streamlit
    after escapes are resolved, so an invisible word joiner stands after each colon, at sign and ``www``.
    """
    return _PUNCTUATION.sub(r"\\\1", _LINKS.sub(_JOINER, plain(text, most)))


def cell(text: object) -> object:
    """``text`` for a spreadsheet: text that would be read as a formula gets a leading apostrophe."""
    return f"'{text}" if isinstance(text, str) and text[:1] in tuple("=+-@\t\r") else text


def _visible(character: str) -> bool:
    return character in JOINERS or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
