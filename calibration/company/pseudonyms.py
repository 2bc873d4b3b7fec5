"""Customers by pseudonym: a keyed hash (HMAC-SHA-256, Krawczyk et al. 1997) of the id, with a key that stays here.

The key and the list of ids lie in the folder's private part, readable by its owner alone. Nothing else that is written
holds an id.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.problems import BadInput, Problem

KEY, IDS = "key", "ids.parquet"
KEY_BYTES = 32
DIGITS = 16  # hexadecimal: two of ten million customers share a pseudonym with a chance below 3e-6


def key_of(private: Path) -> bytes:
    """The key of a company; made, and written once for all, where there is none. BadInput where it is damaged."""
    private.mkdir(mode=0o700, exist_ok=True)
    place = private / KEY
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = place.read_bytes()
        if len(key) == KEY_BYTES:
            return key
        fix = "put the file back from a copy; with another key customers get other pseudonyms"
        raise BadInput([Problem(f"private/{KEY}", 0, "", f"{len(key)} bytes", f"{KEY_BYTES} bytes", fix)]) from None
    key = secrets.token_bytes(KEY_BYTES)
    with os.fdopen(handle, "wb") as stream:
        stream.write(key)
    return key


def pseudonyms(ids: Sequence[object] | NDArray[np.object_], key: bytes) -> NDArray[np.object_]:
    """The pseudonym of each id: object [customer], texts of 16 hexadecimal digits."""
    made = [hmac.digest(key, str(one).encode("utf-8", "surrogatepass"), sha256).hex()[:DIGITS] for one in ids]
    return np.array(made, object)


def unnamed(text: str, ids: Iterable[object], hidden: Iterable[object]) -> str:
    """``text`` with the pseudonyms ``hidden`` of customers in the place of ``ids`` that stand in quotes."""
    names = {f"'{one}'": f"'{other}'" for one, other in zip(ids, hidden, strict=True)}
    return re.sub(r"'[^'\n]+'", lambda found: names.get(found[0], found[0]), text)


def keep_ids(private: Path, ids: NDArray[np.object_], hidden: NDArray[np.object_]) -> None:
    """Write the list of ids and pseudonyms, readable by the owner alone."""
    table = pd.DataFrame({"customer": hidden, "customer_id": [str(one) for one in ids]})
    place, draft = private / IDS, private / f".{IDS}.tmp"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        table.to_parquet(stream, index=False)
    os.replace(draft, place)


def ids_of(private: Path) -> pd.Series:
    """The id of each pseudonym; BadInput where the list is missing."""
    place = private / IDS
    if not place.is_file():
        fix = "run `sixr company fit` again"
        raise BadInput([Problem(f"private/{IDS}", 0, "", "no such file", "the list of ids", fix)])
    table = pd.read_parquet(place)
    return pd.Series(table["customer_id"].to_numpy(object), index=table["customer"].to_numpy(object))
