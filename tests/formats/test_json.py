from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsource_tui.formats import json_file, read
from outsource_tui.model.errors import InputError

from .helpers import options, reasons, spans

TABLES = {
    "meta": {"schema": {"value": 1}},
    "activities": {"a1": {"name": "Mail", "reasons": ["dislike"], "unknown": {"kept": True}}},
    "groups": {},
    "entries-2026-11": {
        "e1": {
            "start": "2026-11-18T09:00:00+01:00",
            "end": "2026-11-18T10:00:00+01:00",
            "zone": "Europe/Berlin",
            "activity": "a1",
            "tags": ["x"],
            "note": "n\u2028\ud800",
            "kind": "logged",
            "hand_over": False,
        },
        "e2": {"deleted": "2026-11-18T10:00:00+00:00"},
    },
}


def test_every_table_comes_back_as_it_was():
    assert json_file.load(json_file.dump(TABLES)) == TABLES
    assert list(json_file.load(json_file.dump(TABLES))) == list(TABLES)


DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(
        st.sampled_from(["activities", "groups", "history", "meta", "later"]),
        st.dictionaries(st.text(), st.dictionaries(st.text(), DOCUMENTS, max_size=4), max_size=4),
        min_size=1,
    )
)
def test_any_document_comes_back(tables):
    assert json_file.load(json_file.dump(tables)) == tables


def test_the_data_file_itself_can_be_loaded():
    assert json_file.load(json.dumps(TABLES).encode()) == TABLES


def test_entries_are_shown_by_name():
    reading = read("json", json_file.dump(TABLES), options())
    assert spans(reading) == ["2026-11-18 09:00–10:00 Mail"]
    entry = reading.entries[0]
    assert (entry.hand_over, entry.source, entry.tags) == (False, "outsource:e1", ("x",))


def changed(**fields: object) -> bytes:
    tables = json.loads(json.dumps(TABLES))
    tables["entries-2026-11"]["e1"].update(fields)
    return json.dumps(tables).encode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"[]", "it holds no tables"),
        (b"{", "line 1 is not JSON"),
        (b'{"a": 1}', "it has none of our tables"),
        (b'{"outsource-tui": {"export": 9}, "tables": {}}', "newer than this version reads"),
        (b'{"outsource-tui": {"export": 1}}', "it holds no tables"),
        (b'{"activities": [1]}', "'activities' does not hold documents by id"),
    ],
)
def test_what_is_not_ours_or_broken_is_refused_with_its_place(data, words):
    with pytest.raises(InputError, match=words):
        json_file.load(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (changed(start="soon"), "entry e1: start, end or kind cannot be read"),
        (changed(start=5), "entry e1: start, end or kind cannot be read"),
        (changed(start="2026-11-18T09:00:00"), "entry e1: a time has no offset from UTC"),
        (
            changed(end="2026-11-17T09:00:00+00:00"),
            "ends at 2026-11-17 10:00, before it starts 09:00",
        ),
        (changed(activity=["a9"]), "entry e1: it has no activity"),
        (changed(activity=None), "entry e1: it has no activity"),
        (changed(kind="dreamt"), "entry e1: start, end or kind cannot be read"),
    ],
)
def test_an_entry_that_cannot_be_read_is_listed(data, words):
    reading = read("json", data, options())
    assert reading.entries == ()
    assert reasons(reading) == [(1, words)]


def test_an_entry_whose_activity_is_missing_is_shown_by_its_id():
    assert spans(read("json", changed(activity="a9"), options())) == ["2026-11-18 09:00–10:00 a9"]
