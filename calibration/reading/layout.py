"""What kind a file is; of text: encoding, delimiter, ends of lines; and the text, block by block."""

from __future__ import annotations

import codecs
import csv
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from calibration.faults import nearest
from calibration.table_keys import Format
from sim.problems import BadInput, Problem, shown

BLOCK = 8 << 20  # bytes read at a time
ALLOWED = "CSV, Parquet, Excel (.xlsx, .xls), SQLite or DuckDB"
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# Tried in this order where bytes are not UTF-8 and nothing is stated.
OTHERS = ("gb18030", "big5", "shift_jis", "euc_kr", "cp1252", "cp1251", "cp1250", "latin-1")
MOST_ABOVE = 30  # lines down to the header
LONE = 0.6  # share of non-ASCII bytes that stand alone, from which a text is taken for Western


@dataclass(frozen=True)
class Layout:
    """``mark``: bytes of a byte-order mark to skip; ``returns``: lines end with a lone carriage return; ``above``:
    lines down to that of the ``header``."""

    encoding: str
    mark: int
    returns: bool
    delimiter: str
    header: tuple[str, ...]
    above: int
    guessed: bool


def kind_of(file: Path) -> str:
    """What ``file`` is: "CSV", "Parquet", "a workbook", "SQLite" or "DuckDB"; BadInput when none of them."""
    try:
        status = file.stat()
    except OSError:
        beside = [p.name for p in file.parent.iterdir() if p.is_file()] if file.parent.is_dir() else []
        fix = nearest(file.name, beside)
        raise BadInput([Problem(shown(file.name), 0, "", "no such file", "a file that exists", fix)]) from None
    if not stat.S_ISREG(status.st_mode):
        raise BadInput([Problem(file.name, 0, "", "not a regular file", ALLOWED)])
    with file.open("rb") as stream:
        start = stream.read(4096)
    if not start.strip():
        raise BadInput([Problem(file.name, 0, "", "an empty file", "a header and at least one row")])
    if start.startswith(b"PAR1"):
        return "Parquet"
    if start.startswith(b"SQLite format 3\0"):
        return "SQLite"
    if start[8:12] == b"DUCK":
        return "DuckDB"
    if start.startswith(b"\xd0\xcf\x11\xe0") or (start.startswith(b"PK\x03\x04") and _is_workbook(file)):
        return "a workbook"
    if start.startswith((b"PK\x03\x04", b"\x1f\x8b", b"%PDF")):
        found = "a PDF" if start.startswith(b"%PDF") else "a packed file"
        fix = "export the table" if found == "a PDF" else "unpack it first"
        raise BadInput([Problem(file.name, 0, "", found, ALLOWED, fix)])
    return "CSV"


def _is_workbook(file: Path) -> bool:
    try:
        with zipfile.ZipFile(file) as parts:
            return any(name.startswith("xl/") or name == "content.xml" for name in parts.namelist())
    except (zipfile.BadZipFile, OSError):
        return file.suffix.lower() in (".xlsx", ".xlsm", ".xlsb", ".ods")  # damaged: its reader says so


def layout_of(file: Path, stated: Format, wanted: tuple[str, ...], section: str = "orders") -> Layout:
    """The layout of a CSV file whose header should hold the ``wanted`` names.

    An encoding that is not stated is UTF-8, UTF-16, or the one in which the header holds the wanted names that are
    not ASCII. BadInput, with the line to write, where that does not settle it.
    """
    with file.open("rb") as stream:
        start = stream.read(1 << 16)
    mark, encoding = next(((len(m), e) for m, e in MARKS if start.startswith(m)), (0, None))
    guessed = False
    if stated.encoding is not None:
        encoding = encoding if encoding and _like(encoding, stated.encoding) else stated.encoding
        if not _decodes(file, encoding):
            fix = f"state `format: {{encoding: {_guess(file)}}}`"
            found = f"bytes that are not {shown(stated.encoding)}"
            raise BadInput([Problem(file.name, 0, f"{section}.format.encoding", found, "the file's own encoding", fix)])
    elif encoding is None:
        encoding = _by_zeros(start)
        if encoding is None:
            encoding, guessed = _utf_8_or_other(file, stated, wanted, section)
    returns = b"\n" not in start and b"\r" in start if "16" not in encoding else False
    header, delimiter, above = _header(file, encoding, mark, stated.delimiter, wanted)
    return Layout(encoding, mark, returns, delimiter, header, above, guessed)


def blocks(file: Path, layout: Layout) -> Iterator[bytes]:
    """The text as UTF-8 with lines that end in a line feed; each block ends with a whole line."""
    decoder = codecs.getincrementaldecoder(layout.encoding)()
    plain = _like(layout.encoding, "utf-8")
    rest, held = b"", ""
    with file.open("rb") as stream:
        stream.seek(layout.mark)
        while part := stream.read(BLOCK):
            if not plain:
                text = held + decoder.decode(part)
                text, held = (text[:-1], "\r") if text.endswith("\r") else (text, "")
                part = text.encode("utf-8", "surrogatepass")
            elif part.endswith(b"\r"):
                part += stream.read(1)
            part = part.replace(b"\r\n", b"\n").replace(b"\r", b"\n" if layout.returns else b" ")
            whole = part.rfind(b"\n") + 1
            if whole:
                yield rest + part[:whole]
                rest = part[whole:]
            else:
                rest += part
    rest += held.strip("\r").encode()
    if rest:
        yield rest + b"\n"


def _like(one: str, other: str) -> bool:
    names = [codecs.lookup(name).name.replace("utf-8-sig", "utf-8") for name in (one, other)]
    return names[0] == names[1] or (names[0].startswith("utf-16") and names[1] == "utf-16")


def _by_zeros(start: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of ASCII text is zero."""
    half = max(len(start) // 2, 1)
    if start[1::2].count(0) > 0.4 * half and start[::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if start[::2].count(0) > 0.4 * half and start[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return None


def _decodes(file: Path, encoding: str) -> bool:
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        with file.open("rb") as stream:
            while part := stream.read(BLOCK):
                decoder.decode(part)
        decoder.decode(b"", final=True)
    except (UnicodeError, LookupError):
        return False
    return True


def _utf_8_or_other(file: Path, stated: Format, wanted: tuple[str, ...], section: str) -> tuple[str, bool]:
    """UTF-8, or the encoding (True: guessed) in which the header holds all wanted names beyond ASCII."""
    place = _not_utf_8(file)
    if place is None:
        return "utf-8", False
    telling = [name for name in wanted if not name.isascii()]
    for encoding in OTHERS if telling else ():
        if _decodes(file, encoding) and set(telling) <= set(_header(file, encoding, 0, stated.delimiter, wanted)[0]):
            return encoding, True
    byte, line = place
    guess = _guess(file)
    found = f"not UTF-8 at byte {byte:,}" + (f" (it looks like {guess})" if guess else "")
    fix = f"state `format: {{encoding: {guess}}}` under {section}" if guess else 'save it as "CSV UTF-8"'
    raise BadInput([Problem(file.name, line, "", found, "CSV in UTF-8 or in a stated encoding, or Parquet", fix)])


def _not_utf_8(file: Path) -> tuple[int, int] | None:
    """Byte and line, from 1, of the first byte that is not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    read, lines = 0, 1
    with file.open("rb") as stream:
        while True:
            part = stream.read(1 << 20)
            try:
                decoder.decode(part, final=not part)
            except UnicodeDecodeError as error:
                byte = read + len(part) - len(error.object) + error.start + 1
                return byte, lines + error.object[: error.start].count(b"\n")
            if not part:
                return None
            read += len(part)
            lines += part.count(b"\n")


def guessed_encoding(file: Path) -> str | None:
    """The most likely encoding of a text that is neither UTF-8 nor UTF-16; None for one that is."""
    with file.open("rb") as stream:
        start = stream.read(1 << 16)
    if any(start.startswith(mark) for mark, _ in MARKS) or _by_zeros(start) or _not_utf_8(file) is None:
        return None
    return _guess(file) or None


def _guess(file: Path) -> str:
    """The most likely encoding of a file that is not UTF-8; empty where it looks like no text."""
    with file.open("rb") as stream:
        start = stream.read(BLOCK)
    if start.count(0) > 0.01 * len(start):
        return ""
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", start)]
    if sum(run == 1 for run in runs) > LONE * len(runs) and _decodes(file, "cp1252"):
        return "cp1252"
    return next((encoding for encoding in OTHERS if _decodes(file, encoding)), "latin-1")


def _header(
    file: Path, encoding: str, mark: int, delimiter: str | None, wanted: tuple[str, ...]
) -> tuple[tuple[str, ...], str, int]:
    """Names of the columns, the delimiter (that of , ; tab | which stands there most often), and the header's line.

    The header is the first of the MOST_ABOVE first lines that holds all ``wanted`` names, else the first with text.
    """
    with file.open("rb") as stream:
        stream.seek(mark)
        text = codecs.getincrementaldecoder(encoding)("replace").decode(stream.read(1_000_000))
    lines = text.split("\n" if "\n" in text else "\r")[:MOST_ABOVE]
    filled = [k for k, line in enumerate(lines) if line.strip()] or [0]
    told = [(k, *_names(lines[k], delimiter)) for k in filled]
    first = told[0]
    if not wanted:  # a title above the header has fewer cells
        most = max(sum(map(bool, names)) for _, names, _ in told)
        first = next(one for one in told if 2 * sum(map(bool, one[1])) >= most)
    at, names, sign = next((one for one in told if wanted and set(wanted) <= set(one[1])), first)
    return tuple(name or f"column {k}" for k, name in enumerate(names, 1)), sign, at + 1


def _names(line: str, delimiter: str | None) -> tuple[list[str], str]:
    """The cells of a line, and the delimiter between them."""
    sign = delimiter or max(",;\t|", key=re.sub(r'"[^"]*"', "", line).count)
    line = line.rstrip("\r").replace("\r", " ")
    try:
        cells = next(csv.reader([line], delimiter=sign), [])
    except csv.Error:  # a cell of more than 131,072 characters
        cells = line.split(sign)
    return [cell.replace("\ufeff", "").strip() for cell in cells], sign
