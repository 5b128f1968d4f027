"""The pictures of the README are those of the program as it is, and every viewer shows them right."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from tests.film import film
from tests.screenshots import FILM, FOLDER, STILLS, draw_named
from tests.svg import CELL, SPACE, tidy


@pytest.mark.parametrize("name", [*STILLS, FILM])
def test_a_picture_shows_the_program_as_it_is(name):
    kept = (FOLDER / name).read_text(encoding="utf-8")
    if draw_named(name) != kept:
        pytest.fail(f"screenshots/{name} is out of date: python -m tests.screenshots draws it anew")


def test_no_run_begins_or_ends_with_a_space_and_each_is_as_long_as_its_cells():
    for name in STILLS:
        kept = (FOLDER / name).read_text(encoding="utf-8")
        assert "http" not in re.sub(r'xmlns="[^"]*"|<!--.*?-->', "", kept)
        runs = re.findall(r'textLength="([\d.]+)"[^>]*>([^<]*)</text>', kept)
        assert len(runs) > 50
        for length, text in runs:
            plain = re.sub("&(amp|lt|gt);", "x", text.replace("&#160;", SPACE))
            assert plain == plain.strip()
            assert float(length) == pytest.approx(cell_len(plain) * CELL, abs=0.1)


def test_a_run_is_cut_where_its_spaces_are():
    words = "&#160;a&#160;&amp;&#160;&#160;&#160;本&#160;"
    run = f'<text class="a" x="12.2" y="20" textLength="122" clip-path="url(#l)">{words}</text>'
    assert re.findall(r'x="([\d.]+)"[^>]*textLength="([\d.]+)"[^>]*>([^<]*)<', tidy(run)) == [
        ("24.4", "36.6", "a&#160;&amp;"),
        ("97.6", "24.4", "本"),
    ]


def test_a_film_is_small_and_shows_each_line_in_its_time():
    kept = (FOLDER / FILM).read_text(encoding="utf-8")
    assert len(kept.encode()) < 1_000_000
    assert 30 <= float(re.findall(r'dur="([\d.]+)s"', kept)[0]) <= 75
    for times, values in re.findall(r'keyTimes="([^"]*)" values="([^"]*)"', kept):
        moments = [float(moment) for moment in times.split(";")]
        assert moments[0] == 0
        assert moments == sorted(set(moments))
        assert len(moments) == len(values.split(";"))


def test_what_does_not_change_is_in_a_film_once():
    def picture(word: str) -> str:
        line = '<text class="terminal-1-r1" x="0" y="{}" textLength="12.2">{}</text>'
        return (
            "<svg><style>.terminal-1-r1 { fill: #fff }</style>"
            f'<g transform="translate(9, 41)">{line.format(20, "same")}{line.format(44.4, word)}</g></svg>'
        )

    found = film([(picture("one"), 1.0), (picture("two"), 2.0), (picture("one"), 1.0)])
    assert found.count("same") == found.count("one") == found.count("two") == 1
    assert 'keyTimes="0;0.25;0.75" values="visible;hidden;visible"' in found
    assert 'keyTimes="0;0.25;0.75" values="hidden;visible;hidden"' in found
