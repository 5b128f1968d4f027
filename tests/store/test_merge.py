"""Copies of a log made one: alike on every machine, nothing lost, the losing value kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outsource_tui.store import codec
from outsource_tui.store.merge import (
    Conflict,
    Log,
    found_copies,
    merge_documents,
    merge_logs,
    replaced_values,
)

T0 = datetime(2026, 11, 18, 12, tzinfo=UTC)
FIELDS = {"note": ["", "a", "b", "ü"], "end": [None, "x", "y"], "tags": [[], ["t"]], "mood": [1, 2.5, None]}


def edited(doc: dict[str, Any] | None, minute: int, **fields: Any) -> dict[str, Any]:
    """A document as an edit at that minute leaves it; a value of `...` takes a field away."""
    after = {**(doc or {}), **{k: v for k, v in fields.items() if v is not ...}}
    for name in [k for k, v in fields.items() if v is ...]:
        after.pop(name, None)
    return codec.stamped(after, doc, T0 + timedelta(minutes=minute))


edits = st.tuples(
    st.integers(0, 4),  # few, so that edits of both sides often have the same stamp
    st.sampled_from(["note", "end", "tags", "mood", "deleted", "lift"]),
    st.integers(0, 3),
)


def lived(doc: dict[str, Any], life: list[tuple[int, str, int]]) -> dict[str, Any]:
    """Let a document go through edits, deletions and their undoing, as one machine makes them."""
    for minute, name, choice in life:
        if name == "lift" or (name == "deleted" and "deleted" in doc):
            doc = edited(doc, minute, deleted=...)
        elif name == "deleted":
            doc = edited(doc, minute, deleted="then")
        elif "deleted" not in doc:
            values = FIELDS[name]
            doc = edited(doc, minute, **{name: values[choice % len(values)]})
    return doc


@st.composite
def copies(draw: st.DrawFn, count: int) -> list[Log]:
    """Copies of one log that went separate ways, with entries of their own, running ones included."""
    made: list[Log] = []
    common = {
        str(n): lived(edited(None, 0, note="", end=None), draw(st.lists(edits, max_size=2))) for n in range(2)
    }
    for number in range(count):
        documents = {i: lived(dict(d), draw(st.lists(edits, max_size=4))) for i, d in common.items()}
        if draw(st.booleans()):
            documents[f"1{number}"] = lived(edited(None, draw(st.integers(0, 9)), note="own", end=None), [])
        made.append({"entries": documents})
    return made


def merged(ours: Log, theirs: Log) -> Log:
    result = {table: dict(documents) for table, documents in ours.items()}
    for table, documents in merge_logs(ours, theirs).documents.items():
        result.setdefault(table, {}).update(documents)
    return result


MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
THOUSAND = settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def laws(logs: list[Log]) -> None:
    a, b, c = logs
    assert merged(a, a) == a
    assert merged(a, b) == merged(b, a)
    assert merged(merged(a, b), c) == merged(a, merged(b, c))
    assert merged(merged(a, b), b) == merged(a, b)
    assert merged(merged(a, b), a) == merged(a, b)


@given(copies(3))
@MANY
def test_the_order_of_merging_does_not_matter(logs: list[Log]) -> None:
    laws(logs)


@pytest.mark.long
@given(copies(3))
@THOUSAND
def test_the_order_of_a_thousand_merges_does_not_matter(logs: list[Log]) -> None:
    laws(logs)


@given(copies(2))
@MANY
def test_what_only_one_side_did_is_there_afterwards(logs: list[Log]) -> None:
    ours, theirs = logs
    both = merged(ours, theirs)
    assert both["entries"].keys() == ours["entries"].keys() | theirs["entries"].keys()
    for doc_id, doc in both["entries"].items():
        sides = [log["entries"].get(doc_id, {}) for log in logs]
        for name, value in doc.items():
            if name not in ("stamps", "updated"):
                assert value in [side.get(name, ...) for side in sides]


@given(copies(2))
@MANY
def test_a_value_that_loses_to_another_edit_is_listed(logs: list[Log]) -> None:
    ours, theirs = logs
    listed = {(c.id, c.field) for c in merge_logs(ours, theirs).conflicts}
    assert listed == {(c.id, c.field) for c in merge_logs(theirs, ours).conflicts}
    after = merged(ours, theirs)["entries"]
    for doc_id in ours["entries"].keys() & theirs["entries"].keys():
        for side in (ours, theirs):
            doc = side["entries"][doc_id]
            for name in doc.keys() & FIELDS.keys():
                typed = name in doc.get("stamps", {})
                if typed and after[doc_id].get(name, ...) != doc[name]:
                    assert (doc_id, name) in listed


def test_the_newer_field_wins_field_by_field() -> None:
    base = edited(None, 0, note="", end=None)
    ours, theirs = edited(base, 5, note="ours"), edited(edited(base, 3, note="theirs"), 4, end="10:00")
    both = merge_documents(ours, theirs)
    assert (both["note"], both["end"]) == ("ours", "10:00")
    (conflict,) = merge_logs({"entries": {"1": ours}}, {"entries": {"1": theirs}}).conflicts
    assert (conflict.field, conflict.kept, conflict.lost) == ("note", "ours", "theirs")


def test_at_the_same_stamp_both_sides_decide_alike() -> None:
    origin = edited(None, 0, note="")
    one, other = edited(origin, 1, note="a"), edited(origin, 1, note="b")
    assert merge_documents(one, other) == merge_documents(other, one)
    assert merge_documents(one, other)["note"] == "b"


def test_an_entry_that_was_stopped_on_one_machine_is_stopped() -> None:
    running = edited(None, 0, end=None)
    assert merge_documents(running, edited(running, 1, end="x"))["end"] == "x"
    assert not merge_logs(
        {"entries": {"1": running}}, {"entries": {"1": edited(running, 1, end="x")}}
    ).conflicts


def test_a_deletion_holds_unless_the_other_side_edited_later() -> None:
    base = edited(None, 0, note="")
    gone = edited(base, 5, deleted="then")
    earlier, later = edited(base, 4, note="x"), edited(base, 6, note="x")
    assert merge_documents(gone, base) == gone
    assert "deleted" in merge_documents(gone, earlier)
    assert "deleted" not in merge_documents(gone, later)
    for other, kept in ((earlier, "deleted"), (later, "edited")):
        (conflict,) = merge_logs({"entries": {"1": gone}}, {"entries": {"1": other}}).conflicts
        assert (conflict.field, conflict.kept) == ("deleted", kept)


def test_an_entry_that_was_had_back_stays() -> None:
    base = edited(None, 0, note="")
    gone = edited(base, 5, deleted="then")
    back = edited(gone, 6, deleted=...)
    assert "deleted" not in merge_documents(back, gone)
    assert not merge_logs({"entries": {"1": back}}, {"entries": {"1": gone}}).conflicts


def test_what_a_base_or_a_history_shows_to_be_older_is_no_conflict() -> None:
    first = edited(edited(None, 0, note=""), 1, note="first")
    second = edited(first, 2, note="second")
    ours, theirs = {"entries": {"1": second}}, {"entries": {"1": first}}
    assert merge_logs(ours, theirs).conflicts
    assert not merge_logs(ours, theirs, base=theirs).conflicts
    history = {"history": {"2": {"label": "x", "edited": [["entries", "1", {"note": "first"}, []]]}}}
    assert not merge_logs(ours, theirs, replaced=replaced_values(history)).conflicts


def test_the_same_loss_has_the_same_id_everywhere() -> None:
    first = Conflict("entries", "1", "note", "a", "b", "2026")
    assert first.key == Conflict("entries", "1", "note", "later winner", "b", "2026").key
    assert first.key != Conflict("entries", "1", "note", "a", "c", "2026").key
    assert first.key.isdigit()


def test_copies_of_sync_programs_are_found(tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    copies = [
        "log (Ana's conflicted copy 2026-11-18).json", "log (conflicted copy 2026-11-18 090000).json",
        "log.json~HEAD", "log.sync-conflict-20261118-090000-ABCDEFG.json",
    ]  # fmt: skip
    others = [
        "log.json",
        "log.json.lock",
        "blog.json",
        "log2.json",
        "notes.sync-conflict-1.json",
        ".outsource-1.tmp",
    ]
    for name in [*copies, *others]:
        (tmp_path / name).touch()
    assert [p.name for p in found_copies(path)] == copies
    assert found_copies(tmp_path / "nowhere" / "log.json") == []
