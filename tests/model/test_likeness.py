"""What the user's groups teach: how much each way counts, and which groups draw too many names."""

from __future__ import annotations

import pytest

from outsource_tui.model.likeness import USUAL, Answer, Ways, learn
from outsource_tui.model.suggest import suggest

NOTHING = Ways(*[0.0] * len(USUAL))
WORDS = NOTHING._replace(words=1.0)


def answers(owns: list[int], weight: float = 1.0) -> list[Answer]:
    """Answers of names that fit two groups alike, by their own group."""
    return [Answer([WORDS, WORDS], own, weight) for own in owns]


def test_a_group_that_draws_too_few_names_draws_more() -> None:
    draws = learn(USUAL, answers([0] * 9 + [1])).draws
    assert draws[0] > 0 > draws[1]
    assert sum(draws) == pytest.approx(0)
    few = learn(USUAL, answers([0] * 2)).draws
    assert draws[0] > few[0] > 0, "few answers say less"


def test_groups_that_draw_as_many_as_they_should_are_left_alone() -> None:
    habits = learn(USUAL, answers([0, 1] * 10))
    assert habits.draws == pytest.approx([0.0, 0.0])
    assert habits.counts == pytest.approx(USUAL)


def test_an_answer_counts_as_much_as_it_weighs() -> None:
    half = learn(USUAL, answers([0] * 10, 0.5)).draws
    whole = learn(USUAL, answers([0] * 5)).draws
    assert half == pytest.approx(whole)


def test_what_tells_the_groups_apart_counts_more() -> None:
    told = [Answer([WORDS, NOTHING], 0, 1.0), Answer([NOTHING, WORDS], 1, 1.0)] * 10
    misled = [Answer([NOTHING, WORDS], 0, 1.0), Answer([WORDS, NOTHING], 1, 1.0)] * 10
    assert learn(USUAL, told).counts[0] > USUAL.words > learn(USUAL, misled).counts[0]


def test_a_word_of_one_group_alone_says_more_than_the_size_of_another() -> None:
    greek = "alpha beta gamma delta epsilon zeta eta theta iota kappa"
    known = {f"Quux {word}": "Grue" for word in greek.split()}
    known |= {f"Quux {word} {word}er": "Bleen" for word in ("plugh", "fnord")}
    known |= {"Blorp xan": "Bleen", "Blorp yan": "Bleen"}
    found = suggest(["Quux plugh thud"], known).placements[0]
    assert (found.group, found.why) == ("Bleen", "like “Quux plugh plugher”")
