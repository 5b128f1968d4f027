"""What the user is about to type: names and tags by how often and how lately they were used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from outsource_tui.model.line_words import checked_line, leading_tags, quote, split_rest, write_tag
from outsource_tui.model.pattern import pattern
from outsource_tui.model.quick_entry import is_plain
from outsource_tui.model.text import match_key
from outsource_tui.model.time_words import read_time
from outsource_tui.model.value import dataclass
from outsource_tui.model.written_time import QuickEntryError

_WORD = pattern(r"\w+")
HALF_LIFE_DAYS = 14.0
"""A use counts half as much after a fortnight: last month's daily work still beats one odd job today."""


@dataclass(frozen=True, slots=True)
class Completion:
    """One choice: its `label`, the `line` that it makes, and `rest`, the ghost text behind what is typed.

    `rest` is empty where the choice does not simply continue what is typed.
    """

    label: str
    line: str
    rest: str


def ranked(
    uses: Iterable[tuple[str, datetime]], now: datetime, half_life_days: float = HALF_LIFE_DAYS
) -> list[str]:
    """Return each name once, the likeliest first.

    A use `(name, start)` weighs 1 now and half as much after each half-life; a name weighs the sum of
    its uses. The spelling is that of the latest use. Names that weigh the same stand in order of
    the alphabet.
    """
    weights: dict[str, float] = {}
    latest: dict[str, tuple[float, str]] = {}
    keys: dict[str, str] = {}
    present = now.timestamp()
    span = half_life_days * 86_400
    for name, start in uses:
        key = keys.get(name)
        if key is None:
            key = keys[name] = match_key(name)
        then = start.timestamp()
        weights[key] = weights.get(key, 0.0) + 0.5 ** (max(present - then, 0.0) / span)
        if key not in latest or then > latest[key][0]:
            latest[key] = (then, name)
    order = sorted(weights, key=lambda key: (-weights[key], key))
    return [latest[key][1] for key in order if key]


def complete(text: str, names: Sequence[str], tags: Sequence[str] = ()) -> list[str]:
    """Return what could follow the text being typed, the likeliest first: ghost texts."""
    return [each.rest for each in completions(text, names, tags) if each.rest]


def completions(
    text: str, names: Sequence[str], tags: Sequence[str] = (), limit: int = 8
) -> tuple[Completion, ...]:
    """Return the choices for a line being typed in the grammar of quick entry, the cursor at its end.

    `names` and `tags` are ranked. Names that begin with what is typed come first, then those in which
    words begin so ("acme" and "cl ac" find "Client call: Acme"). Behind `#` tags are offered, in a
    note nothing. An empty line has none, a time without a name all.
    """
    try:
        line = checked_line(text)
        line += " " * (len(text) - len(line))
        if " -- " in f" {line} " or not line.strip():
            return ()
        last = line.rpartition(" ")[2]
        if last.startswith("#"):
            return _tag_choices(line, last[1:], tags)[:limit]
        pos, _ = leading_tags(line, len(line) - len(line.lstrip()))
        words = read_time(line, pos)
    except QuickEntryError:
        return ()
    begin = words.rest if words else pos
    if words and begin == len(line) and not line.endswith(" "):
        return ()  # a time may still be going on: "9-1"
    begin, _ = leading_tags(line, begin)
    typed = line[begin:]
    if typed.startswith(('"', ":")) or split_rest(line, begin)[1]:
        return ()
    return _name_choices(line, begin, line[words.start : words.stop] if words else "", names, limit)


def _tag_choices(line: str, typed: str, tags: Sequence[str]) -> tuple[Completion, ...]:
    head = line[: len(line) - len(typed) - 1]
    taken = {match_key(word[1:]) for word in head.split() if word.startswith("#")}
    found = []
    for tag in tags:
        if _begins(tag, typed) and len(tag) > len(typed) and match_key(tag) not in taken:
            written = write_tag(tag)
            rest = tag[len(typed) :] if written == f"#{tag}" else ""
            found.append(Completion(f"#{tag}", line + rest if rest else head + written, rest))
    return tuple(found)


def _name_choices(
    line: str, begin: int, time_part: str, names: Sequence[str], limit: int
) -> tuple[Completion, ...]:
    head = line[:begin]
    typed = " ".join(line[begin:].split())
    if line[begin:].endswith(" ") and typed:
        typed += " "
    parts = typed.casefold().split()
    begun = [name for name in names if _begins(name, typed) and len(name) > len(typed)]
    choices = [_choice(line, head, name, typed, time_part) for name in begun[:limit]]
    if parts and len(choices) < limit:
        others = (name for name in names if not _begins(name, typed) and _words_begin(name, parts))
        choices += [
            _choice(line, head, name, None, time_part) for name in islice(others, limit - len(choices))
        ]
    return tuple(choices)


def _choice(line: str, head: str, name: str, typed: str | None, time_part: str) -> Completion:
    if not is_plain(time_part, name):
        return Completion(name, f"{head}{quote(name)}", "")
    if typed is None:
        return Completion(name, f"{head}{name}", "")
    rest = name[len(typed) :]
    return Completion(name, line + rest, rest)


def _begins(name: str, typed: str) -> bool:
    return name[: len(typed)].casefold() == typed.casefold()


def _words_begin(name: str, parts: Sequence[str]) -> bool:
    """True where words of the name begin with the typed ones, in order."""
    folded = name.casefold()
    if not all(part in folded for part in parts):
        return False
    left = list(parts)
    for word in _WORD.findall(folded):
        if left and word.startswith(left[0]):
            left.pop(0)
    return not left
