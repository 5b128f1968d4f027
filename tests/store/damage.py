"""Ways in which a file gets damaged; each takes the bytes of a good log and a source of chance."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

Damage = Callable[[bytes, random.Random], bytes]


def truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def flipped(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 8))):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def overwritten(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    length = chance.choice((1, 3, 20, 512))
    filler = chance.choice((bytes(length), b"\xff" * length, chance.randbytes(length), b" " * length))
    return data[:at] + filler + data[at + length :]


def spliced(data: bytes, chance: random.Random) -> bytes:
    first, second = sorted(chance.randrange(len(data)) for _ in range(2))
    kind = chance.randrange(3)
    if kind == 0:
        return data[:first] + data[second:]
    if kind == 1:
        return data[:second] + data[first:]
    return data + data[first:]


def lines_moved(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    kind = chance.randrange(4)
    if kind == 0:
        lines[first], lines[second] = lines[second], lines[first]
    elif kind == 1:
        lines.insert(first, lines[second])
    elif kind == 2:
        del lines[first]
    else:
        lines.insert(
            first, chance.choice((b"<<<<<<< HEAD", b"=======", b">>>>>>> theirs", b"", b"  ", b"{}"))
        )
    return b"\n".join(lines)


def laid_out_otherwise(data: bytes, chance: random.Random) -> bytes:
    whole = json.loads(data)
    kind = chance.randrange(5)
    if kind == 0:
        return b"\xef\xbb\xbf" + data
    if kind == 1:
        return data.replace(b"\n", b"\r\n")
    if kind == 2:
        return json.dumps(whole).encode()
    if kind == 3:
        return json.dumps(whole, indent=chance.choice((0, 2)), ensure_ascii=False).encode(
            "utf-8", "surrogatepass"
        )
    return json.dumps(whole).encode(chance.choice(("utf-16", "utf-32", "latin-1")))


WRONG: tuple[Any, ...] = (
    None, True, 0, -1, 1e999, 10**30, "", "\ud800", "x" * 5000, [], {}, [[]], {"a": {}}, "2026-13-45",
    float("nan"), float("inf"), [1, "a", None], "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59",
)  # fmt: skip


def wrong_types(data: bytes, chance: random.Random) -> bytes:
    """Put a wrong value somewhere, as an editor or another program might."""
    whole = json.loads(data)
    target: Any = whole
    for _ in range(chance.choice((1, 2, 3, 3, 3, 4))):
        keys = (
            list(target)
            if isinstance(target, dict)
            else list(range(len(target)))
            if isinstance(target, list)
            else []
        )
        deeper = [k for k in keys if isinstance(target[k], (dict, list)) and target[k]]
        if not deeper:
            break
        target = target[chance.choice(deeper)]
    if isinstance(target, (dict, list)) and target:
        target[chance.choice(list(target) if isinstance(target, dict) else list(range(len(target))))] = (
            chance.choice(WRONG)
        )
    return _in_our_lines(whole) if chance.random() < 0.6 else json.dumps(whole).encode()


def _in_our_lines(whole: dict[str, Any]) -> bytes:
    made = [f"{json.dumps(n)}:{json.dumps(t, separators=(',', ':'))}" for n, t in whole.items()]
    return ("{\n" + ",\n".join(made) + "\n}\n").encode()


def twice(data: bytes, chance: random.Random) -> bytes:
    """Put a document or a field in its place twice, with another value."""
    lines = data.split(b"\n")
    number = chance.randrange(1, len(lines) - 2)
    line = lines[number]
    at = line.find(b":{") + 2
    end = line.find(b"},", at)
    extra = line[at : end + 1] if end > 0 else b'"1":{}'
    lines[number] = line[:at] + extra.replace(b"note", b"nose") + b"," + line[at:]
    return b"\n".join(lines)


def monstrous(data: bytes, chance: random.Random) -> bytes:
    """Nest without end, or write figures without end."""
    depth = chance.choice((50, 900, 5_000, 100_000))
    inner = chance.choice(
        (
            b"[" * depth + b"]" * depth,
            b'{"a":' * depth + b"1" + b"}" * depth,
            b"9" * depth,
            b"1e" + b"9" * depth,
        )
    )
    at = data.find(b'"note":"', chance.randrange(len(data)))
    at = data.find(b'"note":"') if at < 0 else at
    if at < 0:
        return data[:1] + b'"x":' + inner + b"," + data[1:]
    end = data.find(b'"', at + 8) + 1
    return data[: at + 7] + inner + data[end:]


def something_else(data: bytes, chance: random.Random) -> bytes:
    return chance.choice(
        (
            b"null", b"[]", b"0", b'""', b"{}", b"\x00" * 4096, b" \n\t", b"<html>", b"start,end\n1,2\n",
            b'{"a":1}', b'{"a":{"b":1}}', b"\x80\x04N.", b"PK\x03\x04", b"{\n}\n", b"{\n\n}\n",
            b'{"meta":[]}', b'{"meta":{"1":5}}', b'{"_default":{"1":{"start":"x"}}}', chance.randbytes(300),
        )
    )  # fmt: skip


ALL: tuple[Damage, ...] = (
    truncated, flipped, overwritten, spliced, lines_moved, laid_out_otherwise, wrong_types, wrong_types,
    twice, monstrous, something_else,
)  # fmt: skip
