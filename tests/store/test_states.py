"""States that follow each other: what the next one takes over is what making it anew would give."""

from __future__ import annotations

import json
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from outsource_tui.store import codec
from outsource_tui.store.line import Tables, encode
from outsource_tui.store.month import Month

from .conftest import NOW
from .contract import an_entry

NAMES = st.text(st.sampled_from('ab"\\ü\n'), min_size=1, max_size=2)
WORDS = st.sampled_from(["put", "replace", "remove", "read", "fold"])
STEPS = st.lists(st.tuples(WORDS, NAMES, st.integers(0, 3)))


@given(STEPS)
def test_the_text_of_a_table_is_that_of_its_documents(steps):
    tables = Tables.of({"notes": {}})
    for step, name, number in steps:
        docs = tables["notes"]
        if step == "put":
            tables["notes"] = {**docs, name: {"note": f"{name}{number}"}}
        elif step == "replace":
            rest = {key: doc for key, doc in docs.items() if key != name}
            tables["notes"] = {**rest, name: {"note": number}}
        elif step == "remove":
            tables["notes"] = {key: doc for key, doc in docs.items() if key != name}
        elif step == "fold" and tables.lines["notes"].size:
            tables.lines["notes"].fold()
        if step != "remove":  # so that some states never had a text
            text = bytes(tables.lines["notes"].text)
            assert text == f'"notes":{encode(tables["notes"])}'.encode("ascii")
            assert json.loads(text[8:]) == tables["notes"]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9), st.booleans()), max_size=12))
def test_a_month_that_follows_another_tells_what_a_new_one_would(steps):
    raw: dict[str, object] = {}
    month = Month(raw)
    for number, hour, gone in steps:
        doc = codec.encode(an_entry(NOW + timedelta(hours=hour), note=f"note {hour}"))
        if gone:
            doc["deleted"] = NOW.isoformat()
        raw = {**raw, str(number): doc}
        month.between(NOW, NOW + timedelta(hours=3))
        month = Month(raw, month)
        fresh = Month(raw)
        start, end = NOW + timedelta(hours=2), NOW + timedelta(hours=5)
        assert month.between(start, end) == fresh.between(start, end)
        assert month.all() == fresh.all()


def test_a_document_that_is_none_among_new_ones_is_found_when_it_is_looked_at():
    whole = codec.encode(an_entry(NOW))
    before = Month({"1": whole})
    assert len(before.between(NOW, NOW + timedelta(hours=1))) == 1
    month = Month({**before.raw, "2": {"note": "no start"}}, before)
    assert [entry.id for entry in month.between(NOW, NOW + timedelta(hours=1))] == ["1"]
    assert list(month.bad) == ["2"]
