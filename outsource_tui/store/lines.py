"""The text of the data file: one table a line, each decoded when it is first asked for.

    {
    "entries-2026-11":{…},
    "meta":{"1":{"schema":1,"app":…,"running":[tables with an entry that has no end],
                 "checksums":{table: CRC-32 of its line, without the comma}}}
    }

What changes most often stands last: most of two states that follow each other is the same beginning.
It is ordinary JSON, so any program can read it; a file that another program laid out otherwise is
read with the ordinary parser. A line whose checksum holds is what we wrote and is decoded without
suspicion; any other is parsed at once and strictly, and its table is said to be edited outside.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import isfinite
from typing import Any, NoReturn

from outsource_tui.model.value import dataclass, field
from outsource_tui.store.line import DamageError, Documents, Line, Part, encode

META, META_ID = "meta", "1"
SCHEMA_KEY, APP_KEY, SUMS_KEY, OUTSIDE_KEY = "schema", "app", "checksums", "outside"
RUNNING_KEY = "running"
OWN_KEYS = (SCHEMA_KEY, APP_KEY, SUMS_KEY, OUTSIDE_KEY, RUNNING_KEY)
"""Fields of the meta document that the storage itself writes."""

MONTH_PREFIX = "entries-"
EXPORT_MARK = "outsource-tui"
"""What no log has a table of, and every export in JSON has."""
_ORDER = {"activities": 2, "groups": 3, "history": 4, META: 5}
Read = Callable[[int, int], bytes]
"""Returns bytes (place, length) of the file that lines were read from, fewer where it cannot."""
BEGIN, BETWEEN, END = b"{\n", b",\n", b"\n}\n"
_CONFLICT_MARKS = (b"<<<<<<<", b"=======", b">>>>>>>")


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
    running = _running(parsed.meta)
    view = memoryview(data)
    for name, start, end in spans:
        line = parsed.lines.get(name) or known.get(name)
        if line is not None and (name == META or line.stands_in(data, start, end)):
            parsed.lines[name] = line
            continue
        crc = zlib.crc32(view[start:end])
        if sums.get(name) == f"{crc:08x}":
            # a few lines must not keep the whole of each state that was read
            part = Part(data[start:end], 0, end - start) if known else Part(data, start, end)
            line = Line.read(name, part, start, crc, None if running is None else name in running)
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
    if EXPORT_MARK in whole:
        raise DamageError("it is an export, no log: outsource import json takes it into one", 1)
    parsed = Parsed({name: Line.of(name, documents) for name, documents in whole.items()})
    parsed.edited = _edited(parsed.lines, {})
    return parsed


def _line_of(data: bytes, name: str) -> int:
    at = data.find(encode(name).encode("ascii"))
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


def _running(meta: Documents) -> set[str] | None:
    """Return the tables in which an entry runs, None where the meta document cannot be trusted."""
    found = meta.get(RUNNING_KEY)
    if not isinstance(found, list) or _sums(meta).get(META) != f"{meta_crc(meta):08x}":
        return None
    return {str(name) for name in found}


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
    return zlib.crc32(encode({k: v for k, v in meta.items() if k != SUMS_KEY}).encode("ascii"))


def with_meta(lines: Mapping[str, Line], schema: int, app: str, outside: Iterable[str]) -> dict[str, Line]:
    """Return the lines in the file's order with a meta document that vouches for them."""
    ordered = {name: line for name, line in in_order(lines).items() if name != META}
    ordered = {n: line for n, line in ordered.items() if not n.startswith(MONTH_PREFIX) or not line.empty}
    meta = {k: v for k, v in meta_of(lines).items() if k not in OWN_KEYS}
    marked = sorted(set(outside))
    running = [name for name, line in ordered.items() if name.startswith(MONTH_PREFIX) and line.runs]
    own = {SCHEMA_KEY: schema, APP_KEY: app, RUNNING_KEY: running}
    meta = {**own, **meta, **({OUTSIDE_KEY: marked} if marked else {})}
    sums = {META: f"{meta_crc(meta):08x}"} | {name: f"{line.crc:08x}" for name, line in ordered.items()}
    table = dict(lines[META].documents) if META in lines else {}
    table[META_ID] = {**meta, SUMS_KEY: sums}
    return {**ordered, META: Line.of(META, table)}


def in_order(lines: Mapping[str, Line]) -> dict[str, Line]:
    """Return the lines in the file's order."""
    return {name: lines[name] for name in sorted(lines, key=_place)}


def _place(name: str) -> tuple[int, str]:
    return (_ORDER.get(name, 0 if name.startswith(MONTH_PREFIX) else 1), name)


def nowhere(at: int, size: int) -> bytes:
    """A file that holds nothing."""
    return b""


def render(lines: Mapping[str, Line], file: Read = nowhere) -> Iterator[bytes | memoryview]:
    """Yield the bytes of a file that holds the lines, in pieces; `file` is the one that folded lines were
    read from."""
    yield BEGIN
    yield from body(lines.values(), file)
    yield END if lines else END[1:]


def body(lines: Iterable[Line], file: Read) -> Iterator[bytes | memoryview]:
    """Yield the lines with what is between them. Those that stood one after the other in a file that was
    read are one piece: nothing is copied."""
    last: Part | None = None
    begin = 0
    for line in lines:
        part = line.part_in(file)
        if last is None or not part.follows(last):
            if last is not None:
                yield memoryview(last.base)[begin : last.end]
                yield BETWEEN
            begin = part.start
        last = part
    if last is not None:
        yield memoryview(last.base)[begin : last.end]


def settle(lines: Mapping[str, Line]) -> None:
    """Take note of where each line stands in a file that `render` made."""
    at = len(BEGIN)
    for line in lines.values():
        line.at = at
        at += line.size + len(BETWEEN)
