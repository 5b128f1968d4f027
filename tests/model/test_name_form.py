"""What a name looks like, and what that says for a group."""

from __future__ import annotations

import pytest

from outsource_tui.model.name_form import Form, count_forms, form, leanings, likelier


@pytest.mark.parametrize(
    ("name", "has"),
    [
        ("Lecture 3", {"number"}),
        ("Dishes", {"one_word"}),
        ("Prepare the slides for Monday", {"long"}),
        ("make bed", {"small"}),
        ("p5.5", {"number", "one_word", "small"}),
        ("PR for Acme", {"abbreviation"}),
        ("Café Zürich", {"foreign"}),
        ("Acme: call", {"mark"}),
        ("", set()),
    ],
)
def test_each_form_is_seen(name: str, has: set[str]) -> None:
    assert {field for field, value in form(name)._asdict().items() if value} == has


def test_a_name_is_likelier_where_names_look_like_it() -> None:
    numbers = [form(name) for name in ("577", "240", "537")]
    words = [form(name) for name in ("cook", "clean")]
    every = count_forms([*numbers, *words])
    of_numbers, of_words = leanings(count_forms(numbers), every), leanings(count_forms(words), every)
    assert likelier(form("619"), of_numbers) > 0 > likelier(form("619"), of_words)
    assert likelier(form("dust"), of_words) > 0 > likelier(form("dust"), of_numbers)


def test_what_a_group_has_as_often_as_all_names_says_nothing() -> None:
    every = count_forms([form(name) for name in ("577", "cook")])
    assert leanings(every, every)[Form._fields.index("number")] == pytest.approx((0.0, 0.0))


def test_leaving_a_name_out_counts_one_less() -> None:
    forms = [form(name) for name in ("577", "cook")]
    assert count_forms(forms).without(forms[0]) == count_forms(forms[1:])
    assert count_forms([]).counts == (0,) * len(Form._fields)
