"""Undo, redo and the list of changes, over memory and over a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from outsource_tui.store.repository import Repository

from .conftest import NOW
from .contract import Again, an_entry, put, told


def test_a_deleted_entry_is_gone_and_can_be_had_back(repository: Repository, again: Again) -> None:
    (entry,) = put(repository, an_entry(note="n"))
    with repository.change("delete", NOW) as work:
        work.delete(entry)
        work.delete(entry)
    assert list(again().all_entries()) == []
    assert again().entry(entry.id) is None
    repository.undo(NOW)
    assert told(again().entry(entry.id)) == entry
    repository.redo(NOW)
    assert again().entry(entry.id) is None


def test_many_deletions_are_remembered_in_a_few_bytes(repository: Repository, again: Again) -> None:
    found = put(repository, *(an_entry(note=str(n)) for n in range(2000)))
    with repository.change("delete", NOW) as work:
        work.delete_all(found)
    kept = repository.documents("history")
    assert len(str(list(kept.values())[-1])) < 200
    again().undo(NOW)
    repository.refresh()
    assert {e.note for e in repository.all_entries()} == {str(n) for n in range(2000)}
    again().redo(NOW)
    repository.refresh()
    assert list(repository.all_entries()) == []


def test_undo_and_redo_walk_the_whole_history(repository: Repository, again: Again) -> None:
    (entry,) = put(repository, an_entry(note="0"), label="new")
    states = [
        replace(entry, note=str(n), tags=("t",) * (n % 2), hand_over=[None, True][n % 2]) for n in range(1, 6)
    ]
    for state in states:
        put(repository, state, label=f"note {state.note}")
    assert [c.label for c in repository.history()] == [*(f"note {n}" for n in range(5, 0, -1)), "new"]
    for state in [*reversed(states[:-1]), entry]:
        assert len(again().undo(NOW)) == 1
        repository.refresh()
        assert told(repository.entry(entry.id)) == state
    assert [c.label for c in again().undo(NOW)] == ["new"]
    repository.refresh()
    assert repository.entry(entry.id) is None
    assert again().undo(NOW) == []
    for state in [entry, *states]:
        again().redo(NOW)
        repository.refresh()
        assert told(repository.entry(entry.id)) == state
    assert again().redo(NOW) == []


def test_several_steps_at_once(repository: Repository) -> None:
    (entry,) = put(repository, an_entry(note="0"))
    for note in "123":
        put(repository, replace(entry, note=note))
    changes = repository.undo(NOW, steps=3)
    assert [c.number for c in changes] == [4, 3, 2]
    assert [c.undone for c in repository.history()] == [True, True, True, False]
    assert told(repository.entry(entry.id)) == entry
    assert [c.number for c in repository.redo(NOW, steps=2)] == [2, 3]
    found = repository.entry(entry.id)
    assert found is not None
    assert found.note == "2"


def test_a_new_change_ends_what_could_be_redone(repository: Repository) -> None:
    put(repository, an_entry(), label="first")
    put(repository, an_entry(), label="second")
    repository.undo(NOW)
    put(repository, an_entry(), label="third")
    assert repository.redo(NOW) == []
    assert [c.label for c in repository.history()] == ["third", "first"]


def test_a_named_value_is_undone_like_anything_else(repository: Repository, again: Again) -> None:
    with repository.change("meta", NOW) as work:
        work.set_meta("x", 1)
    with repository.change("meta", NOW) as work:
        work.set_meta("x", None)
    assert again().meta("x") is None
    repository.undo(NOW)
    assert again().meta("x") == 1
    repository.undo(NOW)
    assert again().meta("x") is None
    repository.redo(NOW)
    assert again().meta("x") == 1


def test_history_numbers_go_on_when_the_clock_goes_back(repository: Repository) -> None:
    for n in range(3):
        with repository.change(f"c{n}", NOW - timedelta(days=n)) as work:
            work.put(an_entry())
    assert [c.label for c in repository.history()] == ["c2", "c1", "c0"]
    assert [c.label for c in repository.undo(NOW)] == ["c2"]


def test_a_thousand_changes_are_kept_whatever_they_take() -> None:
    repository = Repository.in_memory()
    (entry,) = put(repository, an_entry())
    for n in range(1_004):
        put(repository, replace(entry, note=f"{n} " * 100))
    assert len(repository.history()) == 1_000
    assert repository.history()[-1].number == 6


def test_history_is_limited_by_size_and_never_under_a_thousand(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outsource_tui.store.history.LEAST", 5)
    monkeypatch.setattr("outsource_tui.store.history.MOST_BYTES", 1500)
    (entry,) = put(repository, an_entry())
    for n in range(30):
        put(repository, replace(entry, note=f"{n}"))
    kept = repository.history()
    assert 5 <= len(kept) < 20
    assert kept[0].number == 31
    for n in range(8):
        put(repository, replace(entry, note=str(n) * 1000))
    assert len(repository.history()) == 5
    repository.undo(NOW)
    found = repository.entry(entry.id)
    assert found is not None
    assert found.note == "6" * 1000
