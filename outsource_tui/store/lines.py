"""The text of the data file: one table a line, each decoded when it is first asked for.

    {
    "meta":{"1":{"schema":1,"app":…,"checksums":{table: CRC-32 of its line, without the comma}}},
    "entries-2026-11":{…}
    }

It is ordinary JSON, so any program can read it; a file that another program laid out otherwise is
read with the ordinary parser. A line whose checksum holds is what we wrote and is decoded without
suspicion; any other is parsed at once and strictly, and its table is said to be edited outside.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from math import isfinite
from typing import Any, NoReturn

from outsource_tui.model.errors import StoreError
from outsource_tui.model.value import dataclass, field

Documents = dict[str, Any]

META, META_ID = "meta", "1"
SCHEMA_KEY, APP_KEY, SUMS_KEY, OUTSIDE_KEY = "schema", "app", "checksums", "outside"
OWN_KEYS = (SCHEMA_KEY, APP_KEY, SUMS_KEY, OUTSIDE_KEY)
"""Fields of the meta document that the storage itself writes."""

_ORDER = {META: 0, "activities": 1, "groups": 2, "history": 4}
_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
_CONFLICT_MARKS = (b"<<<<<<<", b"=======", b">>>>>>>")


class DamageError(StoreError):
    """The bytes are not a log; `line` counts from 1, 0 where no line is to blame."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class Line:
    """One table, as text or decoded, each made from the other when asked for; it never changes."""

    __slots__ = ("_base", "_crc", "_docs", "_end", "_open", "_start", "name")

    def __init__(self, name: str, base: bytes | None, start: int, end: int, docs: Documents | None) -> None:
        self.name = name
        self._base, self._start, self._end = base, start, end
        self._docs = docs
        self._crc: int | None = None
        self._open: dict[bytes, bool] = {}

    @classmethod
    def of(cls, name: str, documents: Documents) -> Line:
        """Return the line of a table's documents, which must not be changed from now on."""
        return cls(name, None, 0, 0, documents)

    @property
    def text(self) -> memoryview:
        """The line's bytes: the name, a colon and the documents."""
        if self._base is None:
            try:
                base = f"{_encode(self.name)}:{_encode(self._docs)}".encode("ascii")
            except (ValueError, RecursionError) as error:
                raise DamageError(f"{self.name} cannot be written: {error}") from None
            self._start, self._end, self._base = 0, len(base), base
        return memoryview(self._base)[self._start : self._end]

    @property
    def crc(self) -> int:
        """The CRC-32 of the text."""
        if self._crc is None:
            self._crc = zlib.crc32(self.text)
        return self._crc

    @property
    def documents(self) -> Documents:
        """The decoded documents; the same object each time, never to be changed."""
        if self._docs is None:
            text = bytes(self.text)
            try:
                self._docs = json.loads(text[text.index(b'":{') + 2 :])
            except (ValueError, RecursionError) as error:
                raise DamageError(f"{self.name} cannot be read: {error}") from None
        return self._docs

    @property
    def empty(self) -> bool:
        """True if no document is in it."""
        return not self._docs if self._docs is not None else self._end - self._start == len(self.name) + 5

    def may_hold(self, needle: bytes) -> bool:
        """True if the text holds `needle`, or if there is no text yet."""
        if self._base is None:
            return True
        found = self._open.get(needle)
        if found is None:
            found = self._base.find(needle, self._start, self._end) >= 0
            if needle.startswith(b'"end"'):  # asked again and again; an id is asked for once
                self._open[needle] = found
        return found

    @property
    def start(self) -> int:
        """Where the text begins in the bytes that hold it."""
        return self._start

    def follows(self, other: Line) -> bool:
        """True if this line comes right after the other one in the same bytes."""
        return self._base is not None and self._base is other._base and self._start == other._end + 2

    def from_here(self, start: int) -> memoryview:
        """Return the bytes from `start` to the end of this line."""
        assert self._base is not None
        return memoryview(self._base)[start : self._end]

    def stands_in(self, data: bytes, start: int, end: int) -> bool:
        """True if data[start:end] is this line's text."""
        return end - start == self._end - self._start and data.startswith(self.text, start)


class Tables(MutableMapping[str, Documents]):
    """What TinyDB sees: table names to documents, decoded on access. A copy is cheap."""

    __slots__ = ("lines",)

    def __init__(self, lines: Mapping[str, Line]) -> None:
        self.lines = dict(lines)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Tables:
        """Return any mapping of tables as this one."""
        return data if isinstance(data, cls) else cls({n: Line.of(n, d) for n, d in data.items()})

    def __getitem__(self, name: str) -> Documents:
        return self.lines[name].documents

    def __setitem__(self, name: str, documents: Documents) -> None:
        self.lines[name] = Line.of(name, documents)

    def __delitem__(self, name: str) -> None:
        del self.lines[name]

    def __contains__(self, name: object) -> bool:
        return name in self.lines

    def __iter__(self) -> Iterator[str]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)


@dataclass(slots=True)
class Parsed:
    """The lines of a file and what of them another program changed since we wrote them."""

    lines: dict[str, Line]
    edited: dict[str, str] = field(default_factory=dict)

    @property
    def meta(self) -> Documents:
        """The meta document; empty where there is none."""
        return meta_of(self.lines)


def meta_of(lines: Mapping[str, Line]) -> Documents:
    """Return the meta document of some lines; empty where there is none."""
    table = lines[META].documents if META in lines else {}
    found = table.get(META_ID)
    return found if isinstance(found, dict) else {}


def parse(data: bytes, known: Mapping[str, Line] | None = None) -> Parsed:
    """Read a file's bytes; DamageError where they are no log.

    `known` are lines that were read before: those that stand in `data` unchanged are taken over
    with what is decoded of them.
    """
    if not data[:64].strip() and not data.strip():
        return Parsed({})
    spans = _spans(data)
    if spans is None:
        return _ordinary(data)
    try:
        return _checked(data, spans, known or {})
    except DamageError as damage:
        try:
            return _ordinary(data)
        except DamageError as whole:
            raise (whole if whole.line else damage) from None


def _spans(data: bytes) -> list[tuple[str, int, int]] | None:
    """Return name, start and end of each line, or None where the file is laid out otherwise."""
    if not data.startswith(b"{\n") or not data.endswith(b"}\n}\n"):
        return None
    spans: list[tuple[str, int, int]] = []
    seen: set[str] = set()
    start, last = 2, len(data) - 3
    while start < last:
        end = data.find(b"\n", start, last + 1)
        stop = end if end == last else end - 1
        colon = data.find(b'":{', start, stop)
        if colon < 0 or data[start] != 0x22 or data[stop - 1] != 0x7D or (end != last and data[stop] != 0x2C):
            return None
        raw = data[start + 1 : colon]
        if b"\\" in raw or b'"' in raw or not raw.isascii():
            return None
        name = raw.decode("ascii")
        if name in seen:
            raise DamageError(f"the table {name} is there twice", len(spans) + 2)
        seen.add(name)
        spans.append((name, start, stop))
        start = end + 1
    return spans


def _checked(data: bytes, spans: list[tuple[str, int, int]], known: Mapping[str, Line]) -> Parsed:
    """Take over each line whose checksum holds, and parse every other one."""
    numbers = {name: number for number, (name, _, _) in enumerate(spans, 2)}
    where = {name: (start, end) for name, start, end in spans}
    parsed = Parsed({})
    if META in where:
        start, end = where[META]
        parsed.lines[META] = _strict(META, data[start:end], numbers[META])
    sums = _sums(parsed.meta)
    view = memoryview(data)
    for name, start, end in spans:
        line = parsed.lines.get(name) or known.get(name)
        if line is not None and (name == META or line.stands_in(data, start, end)):
            parsed.lines[name] = line
            continue
        crc = zlib.crc32(view[start:end])
        if sums.get(name) == f"{crc:08x}":
            if known:  # a few lines must not keep the whole of each state that was read
                line = Line(name, data[start:end], 0, end - start, None)
            else:
                line = Line(name, data, start, end, None)
            line._crc = crc
        else:
            line = _strict(name, data[start:end], numbers[name])
        parsed.lines[name] = line
    parsed.lines = {name: parsed.lines[name] for name, _, _ in spans}
    parsed.edited = _edited(parsed.lines, numbers)
    return parsed


def _strict(name: str, text: bytes, number: int) -> Line:
    try:
        documents = _loads(text[len(name) + 3 :])
    except DamageError as damage:
        raise DamageError(damage.reason, number) from None
    if not isinstance(documents, dict):
        raise DamageError(f"{name} is not a table", number)
    return Line.of(name, documents)


def _ordinary(data: bytes) -> Parsed:
    """Read a file that is not laid out by us."""
    for number, text in enumerate(data.split(b"\n"), 1):
        if text.startswith(_CONFLICT_MARKS):
            raise DamageError("git left a conflict mark; see `outsource merge --driver`", number)
    whole = _loads(data)
    if not isinstance(whole, dict):
        raise DamageError("it holds no tables", 1)
    for name, documents in whole.items():
        if not isinstance(documents, dict):
            raise DamageError(f"{name} is not a table", _line_of(data, name))
    parsed = Parsed({name: Line.of(name, documents) for name, documents in whole.items()})
    parsed.edited = _edited(parsed.lines, {})
    return parsed


def _line_of(data: bytes, name: str) -> int:
    at = data.find(_encode(name).encode("ascii"))
    return data.count(b"\n", 0, at) + 1 if at >= 0 else 1


def _loads(data: bytes) -> Any:
    """Parse JSON and nothing more lenient: no name twice, no NaN, no endless figures."""
    try:
        return json.loads(data, object_pairs_hook=_no_twice, parse_constant=_no_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" at").removesuffix(" starting")
        raise DamageError(f"{what}, column {error.colno}", error.lineno) from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DamageError("it holds bytes that are no text", line) from None
    except RecursionError:
        raise DamageError("it is nested too deep", 1) from None
    except ValueError as error:
        raise DamageError(str(error).split(";", maxsplit=1)[0], 0) from None


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice[:40]!r} is there twice")
    return made


def _finite(text: str) -> float:
    number = float(text)
    return number if isfinite(number) else _no_constant(text[:20])


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _sums(meta: Documents) -> dict[str, str]:
    found = meta.get(SUMS_KEY)
    return found if isinstance(found, dict) else {}


def _edited(lines: Mapping[str, Line], numbers: Mapping[str, int]) -> dict[str, str]:
    """Return the tables that differ from their checksum, each with a sentence about it."""
    meta = meta_of(lines)
    sums = _sums(meta)
    if not sums:
        return {META: "it has no checksums, so another program wrote it"} if lines else {}
    told = {}
    for name, line in lines.items():
        crc = meta_crc(meta) if name == META else line.crc
        if sums.get(name) != f"{crc:08x}":
            where = f" (line {numbers[name]})" if name in numbers else ""
            what = "was edited" if name in sums else "was added"
            told[name] = f"{name}{where} {what} outside the program since it was last saved"
    for name in sums.keys() - lines.keys():
        told[name] = f"{name} was taken out of the file outside the program since it was last saved"
    return told


def meta_crc(meta: Documents) -> int:
    """Return the CRC-32 of the meta document without its checksums."""
    return zlib.crc32(_encode({k: v for k, v in meta.items() if k != SUMS_KEY}).encode("ascii"))


def with_meta(lines: Mapping[str, Line], schema: int, app: str, outside: Iterable[str]) -> dict[str, Line]:
    """Return the lines in the file's order with a meta document that vouches for them."""
    ordered = {name: lines[name] for name in sorted(lines, key=_place) if name != META}
    ordered = {n: line for n, line in ordered.items() if not n.startswith("entries-") or not line.empty}
    meta = {k: v for k, v in meta_of(lines).items() if k not in OWN_KEYS}
    marked = sorted(set(outside))
    meta = {SCHEMA_KEY: schema, APP_KEY: app, **meta, **({OUTSIDE_KEY: marked} if marked else {})}
    sums = {META: f"{meta_crc(meta):08x}"} | {name: f"{line.crc:08x}" for name, line in ordered.items()}
    table = dict(lines[META].documents) if META in lines else {}
    table[META_ID] = {**meta, SUMS_KEY: sums}
    return {META: Line.of(META, table), **ordered}


def _place(name: str) -> tuple[int, str]:
    return (_ORDER.get(name, 3 if name.startswith("entries-") else 5), name)


def render(lines: Mapping[str, Line]) -> list[bytes | memoryview]:
    """Return the bytes of a file that holds the lines, in pieces.

    Lines that stood one after the other in a file that was read are one piece: nothing is copied.
    """
    parts: list[bytes | memoryview] = [b"{\n"]
    last: Line | None = None
    begin = 0
    for line in lines.values():
        if last is not None and line.follows(last):
            parts[-1] = line.from_here(begin)
        else:
            parts += [b",\n", line.text] if last is not None else [line.text]
            begin = line.start
        last = line
    return [*parts, b"\n}\n" if lines else b"}\n"]
