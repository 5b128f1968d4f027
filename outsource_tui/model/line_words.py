"""The words of a line after its time: a name, `#tags` and `-- a note`, both ways.

- A tag is `#` and a word that holds a letter, or `#"any text"`; "#3" alone stays part of the name, a `#`
  without a word at its end does not.
- The note runs from ` -- ` to the end; tags that end the line are tags there too.
- A name in double quotes is taken as it stands. Inside of quotes a backslash escapes: \\" \\\\ \\n
  \\t \\u0020. A note in quotes that holds a backslash is read in the same way.
"""

from __future__ import annotations

import re

from outsource_tui.model.pattern import pattern
from outsource_tui.model.text import match_key
from outsource_tui.model.written_time import QuickEntryError, shown

MAX_LINE = 10_000
MAX_NAME = 500
MAX_TAG = 100

_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_TAG = pattern(rf'(?<!\S)#(?:{_QUOTED}|([^\s#,;"]+)[,;]?)(?=\s|$)')
_NAME = pattern(rf"\s*{_QUOTED}(?=\s|$)")
_BLANK = pattern(r"\s*")
_NOTE = pattern(r"(?:^|(?<=\s))--(?=\s|$)")
_LINE_BREAK = pattern("[\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]")
_SPACES = {0x09: " ", 0xA0: " ", 0x202F: " ", 0x2007: " "}
_ESCAPED = pattern(r'\\(?:u([0-9a-fA-F]{4})|(["\\nt]))')
_LETTERS = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_NAMED = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_ALWAYS = "\x00-\x1f\x7f-\x9f\xa0\u2007\u2028\u2029\u202f\ud800-\udfff"
_TO_ESCAPE = pattern(rf'["\\{_ALWAYS}]')
_TO_ESCAPE_ALWAYS = pattern(f"[{_ALWAYS}]")


def checked_line(text: str) -> str:
    """Return the line with the same columns and plain spaces; QuickEntryError if it is no line."""
    if len(text) > MAX_LINE:
        raise QuickEntryError(
            f"this line has {len(text):,} characters, at most {MAX_LINE:,} are read", MAX_LINE, len(text)
        )
    line = text.translate(_SPACES).rstrip()
    found = _LINE_BREAK.search(line)
    if found:
        at = found.start()
        raise QuickEntryError(f"column {at + 1} holds a line break: enter one line at a time", at, at + 1)
    return line


def leading_tags(line: str, pos: int) -> tuple[int, tuple[str, ...]]:
    """Return the column behind the tags that begin at `pos`, and those tags."""
    tags: list[str] = []
    blank = _BLANK.match(line, pos)
    pos = blank.end() if blank else pos
    while match := _TAG.match(line, pos):
        tag = _tag_of(match)
        if not tag:
            break
        tags.append(tag)
        behind = _BLANK.match(line, match.end())
        pos = behind.end() if behind else match.end()
    return pos, tuple(tags)


def split_rest(line: str, pos: int) -> tuple[str, tuple[str, ...], str]:
    """Return the name, tags and note that begin at column `pos`; the name may come back empty."""
    behind, first = leading_tags(line, pos)
    quoted = _NAME.match(line, behind)
    if quoted:
        more, tags, note = _split_plain(line, quoted.end())
        if not more:
            return _unescape(quoted.group(1)), unique_tags((*first, *tags)), note
    return _split_plain(line, pos)


def _split_plain(line: str, pos: int) -> tuple[str, tuple[str, ...], str]:
    found = _NOTE.search(line, pos)
    before = line[pos : found.start()] if found else line[pos:]
    name, tags = _take_tags(before)
    if not found:
        return name, tags, ""
    note, more = _split_note(line[found.end() :].strip())
    return name, unique_tags((*tags, *more)), note


def _take_tags(text: str) -> tuple[str, tuple[str, ...]]:
    if "#" not in text:
        return " ".join(text.split()), ()
    tags = []
    kept, done = [], 0
    for match in _TAG.finditer(text):
        tag = _tag_of(match)
        if tag:
            tags.append(tag)
            kept.append(text[done : match.start()])
            done = match.end()
    kept.append(text[done:])
    words = " ".join(kept).split()
    while words and words[-1] == "#":
        words.pop()
    return " ".join(words), unique_tags(tags)


def _split_note(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a note and the tags that end its line."""
    tags: list[str] = []
    while "#" in text:
        matches = [each for each in _TAG.finditer(text) if each.end() == len(text)]
        tag = _tag_of(matches[0]) if matches else ""
        if not tag:
            break
        tags.insert(0, tag)
        text = text[: matches[0].start()].rstrip()
    if len(text) > 1 and "\\" in text and text[0] == text[-1] == '"':
        text = _unescape(text[1:-1])
    return text, tuple(tags)


def _tag_of(match: re.Match[str]) -> str:
    quoted, word = match.groups()
    if quoted is not None:
        return _unescape(quoted).strip()
    return word if any(each.isalpha() or ord(each) > 0x2000 for each in word) else ""


def unique_tags(tags: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Return the tags in order, each once however it is written."""
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(match_key(tag), tag)
    return tuple(found.values())


def check_rest(line: str, pos: int, name: str, tags: tuple[str, ...]) -> None:
    """Raise QuickEntryError where the name or a tag cannot be kept."""
    if not name.strip():
        raise QuickEntryError("what was it? Add a name", pos, len(line))
    if len(name) > MAX_NAME:
        raise QuickEntryError(
            f"the name has {len(name):,} characters, at most {MAX_NAME} are kept: put more into a note (--)",
            pos,
            len(line),
        )
    quoted = _NAME.match(line, leading_tags(line, pos)[0])
    if not quoted and not any(each.isalnum() or ord(each) > 0xA0 for each in name):
        raise QuickEntryError(f"{shown(name)} is no name: it needs a letter or a figure", pos, len(line))
    for tag in tags:
        if len(tag) > MAX_TAG:
            raise QuickEntryError(f"the tag {shown(tag)} is longer than {MAX_TAG} characters", pos, len(line))


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda each: _letter(each.group(1), each.group(2)), text)


def _letter(code: str | None, letter: str | None) -> str:
    if code is None:
        return _LETTERS[letter or ""]
    return chr(int(code, 16))


def _escape(text: str) -> str:
    return _TO_ESCAPE.sub(lambda each: _NAMED.get(each.group()) or f"\\u{ord(each.group()):04x}", text)


def quote(text: str) -> str:
    """Return text in double quotes from which the same text is read back."""
    return f'"{_escape(text)}"'


def write_tag(tag: str) -> str:
    """Return a tag as it is typed."""
    plain = f"#{tag}"
    readable = _take_tags(plain) == ("", (tag,)) and not _TO_ESCAPE_ALWAYS.search(plain)
    return plain if readable else f"#{quote(tag)}"


def write_note(note: str) -> str:
    """Return a note as it is typed behind the dashes."""
    plain = note == note.strip() and _split_note(note) == (note, ()) and not _TO_ESCAPE_ALWAYS.search(note)
    if plain:
        return note
    ends = re.compile(r"^\s+|\s+$|#")
    marked = ends.sub(lambda each: "".join(f"\\u{ord(c):04x}" for c in each.group()), _escape(note))
    return f'"{marked}"'
