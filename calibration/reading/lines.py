"""Lines of a CSV file told apart: those that are a record each, records over several lines, and no records.

A quote that is never closed must not swallow the lines below it. A field is quoted only where it begins with a
quote and the closing one stands before a delimiter or the end; any other quote is text. A quoted field may go on
over MOST_LINES lines, unless a line in between is a record of its own. Lines with too few or too many cells are
records where ``reading.ragged`` says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from calibration.reading.ragged import MOST_LEARNT, Ragged
from sim.problems import shown

MOST_LINES = 5  # that a quoted field may span
AHEAD = 200  # lines in which the end of a quoted text is looked for
MOST_BYTES = 1 << 20  # of a line
NEWLINE, QUOTE = 10, 34
LONG = f"a quoted text over more than {MOST_LINES} lines"
PART = f"{LONG}, of which this is a further line"
OPEN = f"a quote that opens here and is not closed before the next row, nor within {AHEAD} lines"


@dataclass(frozen=True)
class NoRecord:
    """A line that is no record: its number, what it holds, why, and its fields as far as they can be told."""

    line: int
    found: str
    reason: str
    fields: tuple[str, ...]


@dataclass
class Scan:
    """The lines told so far: ``records`` + ``no_records`` + ``blank`` + ``extra`` (further lines of a record)."""

    records: int = 0
    blank: int = 0
    extra: int = 0
    several: int = 0
    no_records: list[NoRecord] = field(default_factory=list)
    strays: list[int] = field(default_factory=list)  # lines with a quote that was read as text
    short: int = 0  # records without cells at their end, the first of them on line ``short_at``
    short_at: int = 0
    beyond: int = 0  # records with empty cells beyond the last column
    beyond_at: int = 0


class Scanner:
    """Takes blocks of whole lines; gives back their records, one to a line, for a plain CSV reader.

    ``plausible`` says of fields whether they could be an order, ``needed`` are the places of columns in use. Lines are
    counted from ``line``.
    """

    def __init__(
        self,
        delimiter: str,
        fields: int,
        plausible: Callable[[list[str]], bool],
        line: int,
        needed: tuple[int, ...] | None = None,
    ) -> None:
        sign = re.escape(delimiter)
        self._ends = re.compile(rf'(?<!")"(?:"")*(?={sign}|$)')
        self._ragged = Ragged(fields, range(fields) if needed is None else needed)
        self._first: list[bytes] | None = None  # lines to learn from, once it is needed
        self._learnt, self._inside = False, 0
        self._field = re.compile(rf'"((?:[^"]|"")*)"(?={sign}|$)|([^{sign}]*)', re.DOTALL)
        self._delimiter, self._fields, self._plausible = delimiter, fields, plausible
        self._line, self._held = line, b""
        self.scan = Scan()

    def feed(self, block: bytes, final: bool = False) -> tuple[bytes, list[int], list[int]]:
        """Clean records of ``block`` and of what was held back, the line and a hash of the text of each."""
        block = self._held + block
        if not block:
            return b"", [], []
        lines = block.split(b"\n")
        lines.pop()
        until = len(lines) if final else max(len(lines) - AHEAD, 0)
        odd, blank = self._odd(block)
        if until and self._first is None:
            self._first = lines[:MOST_LEARNT]
        keep = np.zeros(len(lines), bool)
        keep[:until] = True
        keep[odd] = False
        done = until
        after = 0
        for at in odd[odd < until]:
            if at < after:
                continue
            if blank[at] or not lines[at].replace(self._delimiter.encode(), b"").strip():
                self.scan.blank += 1
                continue
            clean, taken = self._record(lines, int(at))
            if clean is not None:
                lines[at], keep[at] = clean, True
            keep[at + 1 : at + taken] = False
            after = at + taken
            done = max(done, after)
        self._held = b"\n".join([*lines[done:], b""]) if done < len(lines) else b""
        numbers = np.flatnonzero(keep)
        kept = lines[:until] if len(numbers) == until else [lines[at] for at in numbers]
        first = self._line
        self._line += done
        self.scan.records += len(kept)
        return b"\n".join([*kept, b""]), (numbers + first).tolist(), [hash(text) for text in kept]

    def _even(self, fields: list[str]) -> list[str] | None:
        """``fields`` as many as the header has, None where a line of so many others is no record."""
        if not self._learnt:
            texts = (raw.decode(errors="replace") for raw in self._first or [] if len(raw) <= MOST_BYTES)
            self._ragged.learn(self._split(text)[0] for text in texts)
            self._first, self._learnt = [], True
        return self._ragged.whole(fields)

    def _odd(self, block: bytes) -> tuple[np.ndarray, np.ndarray]:
        """Which lines are not plainly one record, and of all lines which hold nothing but delimiters."""
        text = np.frombuffer(block, np.uint8)
        ends = np.flatnonzero(text == NEWLINE)
        starts = np.concatenate([[0], ends[:-1] + 1])
        delimiters = np.flatnonzero(text == ord(self._delimiter))
        quotes = np.flatnonzero(text == QUOTE)
        lengths = ends - starts
        regular = (lengths > 0) & (lengths <= MOST_BYTES)
        inside = np.zeros(len(delimiters), bool)
        if len(quotes):
            line = np.searchsorted(ends, quotes)
            number = np.bincount(line, minlength=len(ends))
            before = np.concatenate([[0], np.cumsum(number)[:-1]])
            opening = (np.arange(len(quotes)) - before[line]) % 2 == 0
            around = np.where(opening, quotes - 1, quotes + 1)
            beside = np.where(around < 0, NEWLINE, text[np.maximum(around, 0)])
            wrong = (beside != ord(self._delimiter)) & (beside != NEWLINE) & (beside != QUOTE)
            first = np.arange(len(quotes)) == before[line]
            wrong |= opening & (beside == QUOTE) & first
            regular &= (number % 2 == 0) & (np.bincount(line, weights=wrong, minlength=len(ends)) == 0)
            at = np.searchsorted(ends, delimiters)
            inside = (np.searchsorted(quotes, delimiters) - before[at]) % 2 == 1
        outside = delimiters[~inside]
        fields = np.bincount(np.searchsorted(ends, outside), minlength=len(ends)) + 1
        regular &= fields == self._fields
        blank = (lengths == self._fields - 1) & (fields == self._fields) & (self._fields > 1)
        regular &= ~blank
        if b"\0" in block:
            regular[np.searchsorted(ends, np.flatnonzero(text == 0))] = False
        return np.flatnonzero(~regular), blank

    def _record(self, lines: list[bytes], at: int) -> tuple[bytes | None, int]:
        """The record that begins on a line that is not plainly one, and how many lines it takes."""
        raw = lines[at]
        if len(raw) > MOST_BYTES or b"\0" in raw:
            what = "a NUL byte" if b"\0" in raw else f"a line of {len(raw):,} bytes"
            return self._none(at, raw[:200].decode(errors="replace"), what, [])
        text = raw.decode()
        fields, opens = self._split(text)
        if opens is None and text.startswith('"') and len(fields) == 1:
            inner, _ = self._split(fields[0])  # the whole line was quoted once more
            fields = inner if len(inner) == self._fields else fields
        if opens is not None:
            whole = len(fields) == self._fields and self._plausible(fields)
            joined = text
            for taken, raw in enumerate(lines[at + 1 : at + MOST_LINES], 2):
                more = raw.decode(errors="replace")
                own, _ = self._split(more)
                if len(own) == self._fields and self._plausible(own) and (whole or more.count('"') % 2 == 0):
                    break
                joined += "\n" + more
                if len(joined) > MOST_BYTES:
                    break
                together, still = self._split(joined)
                if len(together) != self._fields and still is None:
                    cut = self._even(together)
                    if cut is not None:
                        self._count(self._line + at, len(together))
                        together = cut
                if len(together) == self._fields and (still is None or still > opens):
                    self.scan.extra += taken - 1
                    self.scan.several += 1
                    return self._clean(together), taken
        if len(fields) != self._fields:
            even = self._even(fields) if opens is None else None
            if even is None:
                if opens is not None:
                    return self._unclosed(lines, at, fields)
                return self._none(at, text, self._wrong(fields), fields)
            self._count(self._line + at, len(fields))
            fields = even
        if opens is not None:
            self.scan.strays.append(self._line + at)
        return self._clean(fields), 1

    def _wrong(self, fields: list[str]) -> str:
        return f"{len(fields)} {'field' if len(fields) == 1 else 'fields'}, the header has {self._fields}"

    def _count(self, line: int, fields: int) -> None:
        """Count a record whose cells are fewer or more than those of the header."""
        scan = self.scan
        if fields < self._fields:
            scan.short, scan.short_at = scan.short + 1, scan.short_at or line
        else:
            scan.beyond, scan.beyond_at = scan.beyond + 1, scan.beyond_at or line

    def _unclosed(self, lines: list[bytes], at: int, fields: list[str]) -> tuple[None, int]:
        """A line with a quote that does not close in time: where it does, or where the next row begins."""
        opens, text = self._line + at, lines[at].decode()
        for line, raw in enumerate(lines[at + 1 : at + AHEAD], opens + 1):
            more = raw[:MOST_BYTES].decode(errors="replace")
            own, _ = self._split(more)
            if len(own) == self._fields and self._plausible(own):
                return self._none(at, f"opens on line {opens:,}, row on line {line:,}: {text}", OPEN, fields)
            if self._ends.search(more):
                if line - opens < MOST_LINES:
                    parts = lines[at : at + line - opens + 1]
                    together, _ = self._split("\n".join(part.decode(errors="replace") for part in parts))
                    return self._none(at, text, self._wrong(together), together)
                self._inside = line
                return self._none(at, f"opens on line {opens:,}, closes on line {line:,}: {text}", LONG, fields)
        return self._none(at, f"opens on line {opens:,}: {text}", OPEN, fields)

    def _none(self, at: int, text: str, reason: str, fields: list[str]) -> tuple[None, int]:
        line = self._line + at
        if line <= self._inside and reason != LONG:
            reason = PART
        self.scan.no_records.append(NoRecord(line, shown(text.strip()), reason, tuple(fields)))
        return None, 1

    def _split(self, text: str) -> tuple[list[str], int | None]:
        """The fields of ``text``, and the first that begins with a quote which is not closed as it should be."""
        if '"' not in text:
            return text.split(self._delimiter), None
        fields: list[str] = []
        opens, at = None, 0
        while True:
            found = self._field.match(text, at)
            assert found is not None  # an empty field matches
            quoted, plain = found.groups()
            if quoted is None and plain.startswith('"') and opens is None:
                opens = len(fields)
            fields.append(quoted.replace('""', '"') if quoted is not None else plain.strip('"'))
            at = found.end()
            if at >= len(text):
                return fields, opens
            at += 1

    def _clean(self, fields: list[str]) -> bytes:
        flat = (re.sub(r"\s*\n\s*", " ", field).replace('"', '""') for field in fields)
        return self._delimiter.join(f'"{field}"' for field in flat).encode()
