"""The manifest of a result: what it says, and whether that can be believed."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, ValidationError

from scenarios.fields import Model
from scenarios.ground.parquet import digest, refusal
from scenarios.ground.tables import REQUIRED, TABLES
from sim.problems import BadInput, shown

FORMAT = 1
MOST_BYTES = 10_000_000
FILE = re.compile(r"scenarios/[a-z0-9_-]{1,60}\.yaml|tables/[a-z]+\.parquet")
MANIFEST = "manifest.json"
JOURNAL = "journal"
ALLOWED = "the manifest of a result"

Digits = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, le=10**12)]
Line = Annotated[str, Field(max_length=4000)]
Said = Annotated[str, Field(min_length=1, max_length=200)]


class _Ran(Model):
    name: Said
    title: dict[Literal["en", "zh"], Line] = Field(min_length=1)
    note: dict[Literal["en", "zh"], Line]
    fingerprint: Digits
    base: bool


class _Market(Model):
    name: Said
    labels: dict[Literal["identified", "bounded", "assumed"], Count]


class _Failure(Model):
    scenario: Said
    replication: Count
    message: Line


class _Manifest(Model):
    """What every manifest holds; further entries may stand beside these."""

    model_config = ConfigDict(extra="allow")

    kind: Literal["run", "compare", "referrals"]
    sixr: Line
    created: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")]
    scenarios: Annotated[list[_Ran], Field(min_length=1, max_length=1000)]
    seed: Annotated[int, Field(ge=0, le=2**64 - 1)]
    people: Annotated[int, Field(ge=1, le=200_000_000)]
    days: Annotated[int, Field(ge=1, le=20_000)]
    worlds: Annotated[int, Field(ge=1, le=10_000)]
    start: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    discount_rate: Annotated[float, Field(ge=0, le=10)]
    market_size: Annotated[float, Field(gt=0, le=1e11)]
    market: _Market
    engine: Said
    incremental: bool
    overrides: Annotated[list[Line], Field(default_factory=list)]
    warnings: list[Line]
    failures: list[_Failure]
    identities: Line
    files: dict[str, str]
    sha256: dict[str, Digits]
    bytes: dict[str, Count]


def sealed(folder: Path) -> dict[str, Any]:
    """The manifest in ``folder`` as sixr wrote it: its own checksum fits. BadInput otherwise.

    That it was written by sixr, not that this sixr can read it; see :func:`checked`.
    """
    file = folder / MANIFEST
    if not os.path.isdir(folder):
        raise refusal(folder, "no such folder", "a folder written by --out")
    if not os.path.lexists(file):
        raise refusal(folder, f"a folder without {MANIFEST}", "a folder written by --out")
    try:
        manifest = json.loads(_text(file), parse_constant=_no_number)
        own = {"format", "kind", "scenarios", "files", "sha256", "bytes", "manifest_sha256"}
        if not isinstance(manifest, dict) or "manifest_sha256" not in manifest:
            raise refusal(file, "not a manifest of sixr", "a folder written by --out")
        if "format" in manifest and manifest["format"] != FORMAT:
            raise refusal(file, f"format {shown(manifest['format'])}", f"format {FORMAT}")
        if not own <= manifest.keys():
            raise refusal(file, "not a manifest of this sixr", "a folder written by --out")
        expected = manifest.pop("manifest_sha256")
        if expected != digest(canonical(manifest)):
            raise refusal(file, "damaged: its checksum does not fit", "the manifest as it was written")
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, BadInput):
            raise
        raise refusal(file, f"damaged: {_short(error)}", ALLOWED) from None
    return manifest


def checked(folder: Path) -> dict[str, Any]:
    """The manifest in ``folder``, every entry of it in its place; BadInput otherwise."""
    manifest, file = sealed(folder), folder / MANIFEST
    try:
        _Manifest.model_validate(manifest)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise refusal(file, f"{shown(place)}: {shown(first['msg'])}", ALLOWED) from None
    names, files = [ran["name"] for ran in manifest["scenarios"]], manifest["files"]
    listed = set(manifest["sha256"])
    if len(set(names)) < len(names) or [ran["base"] for ran in manifest["scenarios"]].count(True) != 1:
        raise refusal(file, "a manifest that contradicts itself", "different scenarios, one of them the base")
    if set(files) != set(names) or len(set(files.values())) < len(names) or not set(files.values()) <= listed:
        raise refusal(file, "a manifest that contradicts itself", "a file for every scenario")
    tables = {f"tables/{name}.parquet" for name in REQUIRED}
    known = {f"tables/{name}.parquet" for name in (*TABLES, JOURNAL)} | set(files.values())
    if manifest["kind"] == "referrals":
        tables |= {f"tables/{name}.parquet" for name in ("referrals", "referrers")}
    harmless = all(FILE.fullmatch(name) for name in listed) and listed == set(manifest["bytes"])
    if not (harmless and tables <= listed <= known):
        raise refusal(file, "other files than those of a result", ", ".join(sorted(tables)))
    return manifest


def canonical(manifest: Mapping[str, Any]) -> bytes:
    """The bytes whose checksum seals a manifest."""
    return json.dumps(manifest, sort_keys=True, ensure_ascii=True, allow_nan=False).encode()


def _text(file: Path) -> str:
    """The text of a regular file of at most MOST_BYTES."""
    handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise refusal(file, "no regular file", ALLOWED)
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise refusal(file, "more than 10 MB", ALLOWED)
    return data.decode("utf-8")


def _short(error: Exception) -> str:
    """What is wrong, without the text in which it was found."""
    if isinstance(error, UnicodeDecodeError):
        return f"no UTF-8 at byte {error.start:,}"
    if isinstance(error, RecursionError):
        return "values within values without end"
    return shown(error.strerror or error) if isinstance(error, OSError) else shown(error)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")
