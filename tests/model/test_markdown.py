"""Nothing that a user writes can become structure: read back by an independent parser."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from outsource_tui.model import markdown
from outsource_tui.model.text import clean

READERS = [MarkdownIt("commonmark"), MarkdownIt("gfm-like")]
NASTY = st.text(st.sampled_from("\\`*_{}[]<>()#+-.!|~&:;=$@^/\"'% \t\n0123abwz"), max_size=30)
ANY = st.one_of(st.text(max_size=40), NASTY)


def shown(text: str) -> str:
    return clean(" ".join(text.split()))


def plain(tokens: list[Token]) -> str:
    assert {t.type for t in tokens} <= {"text"}, [t.type for t in tokens]
    return "".join(t.content for t in tokens)


def read(reader: MarkdownIt, source: str) -> list[Token]:
    return reader.parse(source)


@pytest.mark.parametrize("reader", READERS, ids=["commonmark", "gfm"])
class TestInline:
    @given(ANY)
    @example("# a")
    @example("- a")
    @example("+")
    @example("12. a")
    @example("1) a")
    @example("---")
    @example("<b>x</b>")
    @example("[a](http://b.c)")
    @example("https://example.com and www.example.com and a@example.com")
    @example("snake_case _a_ __init__")
    @example("&copy; &#42; R&D")
    @example("a\\")
    @example("```")
    @example("===")
    @example("    code")
    @example("ends with a break  \nnext")
    def test_a_paragraph_reads_as_the_text(self, reader: MarkdownIt, text: str) -> None:
        tokens = read(reader, markdown.inline(text))
        if not shown(text):
            assert tokens == []
            return
        assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"]
        assert plain(tokens[1].children or []) == shown(text)

    @given(ANY)
    @example("a #")
    def test_a_heading_and_a_list_item_read_as_the_text(self, reader: MarkdownIt, text: str) -> None:
        for source in (markdown.heading(2, text), markdown.bullets([markdown.inline(text)])):
            tokens = read(reader, source)
            inner = [t for t in tokens if t.type == "inline"]
            assert "".join(plain(t.children or []) for t in inner) == shown(text)
            assert not {"blockquote_open", "ordered_list_open", "code_block", "fence", "hr"} & {
                t.type for t in tokens
            }
            assert sum(t.type == "bullet_list_open" for t in tokens) == int(source.startswith("-"))

    @given(ANY)
    def test_beneath_other_text_it_makes_no_heading(self, reader: MarkdownIt, text: str) -> None:
        tokens = read(reader, f"before\n{markdown.inline(text)}\nafter")
        assert not {"heading_open", "table_open", "hr", "html_block", "bullet_list_open"} & {
            t.type for t in tokens
        }


class TestTable:
    @given(st.lists(st.tuples(ANY, ANY, ANY), max_size=4), st.tuples(ANY, ANY, ANY))
    @example([("a|b", "\\|", "\\")], ("|", "---", ":-:"))
    def test_cells_stay_in_their_cells(
        self, rows: list[tuple[str, str, str]], header: tuple[str, str, str]
    ) -> None:
        cells = [[markdown.inline(c) for c in row] for row in (header, *rows)]
        source = markdown.table(cells[0], cells[1:], ("left", "right", ""))
        tokens = READERS[1].parse(source)
        assert [t.type for t in tokens].count("table_open") == 1
        read_back = [plain(t.children or []) for t in tokens if t.type == "inline"]
        assert read_back == [shown(c) for row in (header, *rows) for c in row]

    def test_it_can_be_read_as_plain_text(self) -> None:
        assert markdown.table(["Task", "Time"], [["Invoices", "1:30"], ["Post", "12:05"]], ["", "right"]) == (
            "| Task     |  Time |\n| -------- | ----: |\n| Invoices |  1:30 |\n| Post     | 12:05 |"
        )


class TestAsRead:
    @given(ANY)
    def test_it_is_the_text_again(self, text: str) -> None:
        assert markdown.as_read(f"Note: {markdown.inline(text)}") == f"Note: {shown(text)}"

    def test_the_columns_of_a_table_stay_in_line(self) -> None:
        rows = [[markdown.inline("[a] | #b"), "1"], ["Post", "2"]]
        lines = [markdown.as_read(line) for line in markdown.table(["Task", "Time"], rows).split("\n")]
        assert "| [a] | #b " in lines[2]
        assert len({len(line) for line in lines}) == 1


class TestParagraphs:
    @given(st.lists(ANY, max_size=5))
    def test_lines_stay_lines_and_nothing_becomes_structure(self, lines: list[str]) -> None:
        source = markdown.paragraphs("\n".join(lines))
        tokens = READERS[0].parse(source)
        assert {t.type for t in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
        inner = [c for t in tokens if t.type == "inline" for c in t.children or []]
        assert {c.type for c in inner} <= {"text", "hardbreak"}

    def test_blank_lines_part_paragraphs(self) -> None:
        assert markdown.paragraphs("a\nb\n\n\n- c") == "a\\\nb\n\n\\- c"


@pytest.mark.parametrize(
    ("text", "sparing"),
    [
        ("Client call: Acme", "Client call: Acme"),
        ("R&D, 12.5 % (monthly)", "R&D, 12.5 % (monthly)"),
        ("snake_case", "snake_case"),
        ("follow-up - today", "follow-up - today"),
        ("$ 18 an hour, US$ 20", "$ 18 an hour, US$ 20"),
        ("$x$ and $$", "\\$x$ and \\$\\$"),
        ("", ""),
    ],
)
def test_ordinary_names_stay_as_they_are(text: str, sparing: str) -> None:
    assert markdown.inline(text) == sparing
