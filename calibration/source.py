"""Where a table lies: a file (a sheet, a table or a query of it), a database by its URL, or a data frame."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import pandas as pd

from sim.problems import BadInput, Problem, shown

VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
SCHEMES = ("postgresql", "postgres")


@dataclass(frozen=True)
class Source:
    """Exactly one of ``file``, ``url`` and ``frame``; of its ``sheet``, ``table`` or ``query`` at most one.

    ``name`` is what messages call it and never holds a password. A ``url`` may name environment variables as
    ``${NAME}``.
    """

    name: str
    file: Path | None = None
    url: str | None = field(default=None, repr=False)
    frame: pd.DataFrame | None = field(default=None, repr=False, compare=False)
    sheet: str | None = None
    table: str | None = None
    query: str | None = None


@dataclass(frozen=True)
class Address:
    """A URL with its variables filled in, and the texts in it that must not be shown."""

    url: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)

    def safe(self, text: str) -> str:
        """``text`` without any of the secrets."""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return text


def url_name(url: str) -> str:
    """A URL as messages name it: host and database, neither user nor password."""
    if VARIABLE.fullmatch(url.strip()):
        return url.strip()
    _, _, rest = url.partition("://")
    place = rest.rsplit("@", 1)[-1].split("?")[0].split("#")[0]
    return "postgresql://" + shown(place, 60)


def url_fault(url: str) -> tuple[str, str]:
    """What is wrong with the form of a URL and what to write instead; ("", "") where nothing is."""
    if VARIABLE.fullmatch(url.strip()):
        return "", ""
    scheme = url.partition("://")[0] if "://" in url else ""
    if scheme.lower() not in SCHEMES:
        fix = "name a file of SQLite or DuckDB under file" if scheme.lower() in ("sqlite", "duckdb", "file") else ""
        return f"a URL of {shown(scheme, 20) or 'no kind'}", fix
    return "", ""


def address(source: Source) -> Address:
    """The URL of ``source`` to connect to; BadInput where an environment variable that it names is not set."""
    url = str(source.url).strip()
    whole = VARIABLE.fullmatch(url) is not None
    secrets: list[str] = []

    def value(found: re.Match[str]) -> str:
        text = os.environ.get(found[1])
        if text is None:
            allowed = "an environment variable that is set"
            told = f"${{{found[1]}}}, which is not set"
            raise BadInput([Problem(source.name, 0, "url", told, allowed, f"set {found[1]} before you start sixr")])
        written = text if whole else quote(text, safe="")
        if not whole:
            secrets.extend((text, written))
        return written

    real = VARIABLE.sub(value, url)
    secrets += [real, *_passwords(real)]
    found = tuple(sorted({secret for secret in secrets if secret}, key=len, reverse=True))
    return Address(real, found)


def _passwords(url: str) -> list[str]:
    """The passwords of a URL, as they are written and as they are meant."""
    _, _, rest = url.partition("://")
    user = rest.rsplit("@", 1)[0] if "@" in rest else ""
    written = [user.partition(":")[2]]
    with suppress(ValueError):
        written += [value for key, value in parse_qsl(urlsplit(url).query) if "password" in key.lower()]
    return [text for one in written for text in (one, unquote(one)) if text]


def without_password(url: str, variable: str) -> str:
    """``url`` with ``${variable}`` in the place of a password that is written in it."""
    head, sign, rest = url.partition("://")
    if "@" not in rest:
        return url
    user, _, place = rest.rpartition("@")
    name, colon, password = user.partition(":")
    if not colon or VARIABLE.fullmatch(password):
        return url
    return f"{head}{sign}{name}:${{{variable}}}@{place}"


def frame_of(frames: Mapping[str, pd.DataFrame], section: str) -> Source | None:
    """The data frame that is given for ``section``."""
    frame = frames.get(section)
    return None if frame is None else Source(f"the data frame {section}", frame=frame)
