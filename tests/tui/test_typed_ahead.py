"""What is typed ahead: keys whose bytes come in one write act one after the other, as they would slowly."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from tests.tui.terminal import Terminal, begun, outsource

DAY = "2026-11-18"
BACKSPACE, TAB, ENTER, ESCAPE, SAVE = "\x7f", "\t", "\r", "\x1b", "\x13"


def logged(env) -> list[str]:
    words = outsource("day", DAY, "--json")
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=True)
    return [
        f"{e['start'][11:16]}-{e['end'][11:16]} {e['activity']}" for e in json.loads(done.stdout)["entries"]
    ]


def test_keys_of_one_write_act_one_after_the_other(env):
    subprocess.run(outsource("log", f"{DAY} 8-9 Email"), env=env, capture_output=True, check=True)
    with Terminal(outsource(), env=env) as terminal:
        terminal.wait_for("help")
        # the line, and a key that acts on the block which it made
        terminal.type(f"g{DAY}{ENTER}n9-10 Newsletter draft{ENTER}}}")
        terminal.wait_saved("█ Newsletter draft +1:05")
        assert logged(env) == ["08:00-09:00 Email", "09:00-10:05 Newsletter draft"]
        # two lines, the second completed with tab
        terminal.type(f"n11-12 Call{ENTER}n12-13 new{TAB}{ENTER}")
        terminal.wait_for("12:00 +█ +Newsletter draft")
        # a slip mended
        terminal.type(f"n7:30-8 Posz{BACKSPACE}t{ENTER}")
        terminal.wait_for("07:30 +█ +Post")
        # given up: the key behind escape is a command again (esc and a letter in one write are alt)
        terminal.type("nnothing")
        terminal.wait_for("› nothing")
        terminal.type(ESCAPE)
        terminal.wait_for("press n")
        terminal.type("jd")
        terminal.wait_for("Delete Email")
        terminal.type("uu")
        terminal.wait_saved("undone: Log Post")
        assert logged(env) == [
            "08:00-09:00 Email",
            "09:00-10:05 Newsletter draft",
            "11:00-12:00 Call",
            "12:00-13:00 Newsletter draft",
        ]
        terminal.type("q")
        assert terminal.wait_exit() == 0


def test_what_is_typed_behind_a_refused_line_stays_in_it_and_stores_nothing(env):
    begun(env)
    with Terminal(outsource(), env=env) as terminal:
        terminal.wait_for("help")
        terminal.type(f"g{DAY}{ENTER}n9-8 Post{ENTER}ddd")
        terminal.wait_for("› 9-8 Postddd")
        terminal.type(f"{ESCAPE}")
        terminal.wait_for("press n")
        terminal.type("q")
        assert terminal.wait_exit() == 0
    assert logged(env) == []


def test_an_answer_that_came_before_its_question_does_nothing_later(env):
    subprocess.run(outsource("log", f"{DAY} 8-9 Email"), env=env, capture_output=True, check=True)
    with Terminal(outsource(), env=env) as terminal:
        terminal.wait_for("help")
        terminal.type(f"g{DAY}{ENTER}n8:30-9:30 Post{ENTER}t")
        terminal.wait_for("t came before the question could be read")
        terminal.type("b")
        assert "Wednesday 18 November" in terminal.wait_for("press n")  # and not today
        terminal.type("q")
        assert terminal.wait_exit() == 0
    assert logged(env) == ["08:00-09:00 Email", "08:30-09:30 Post"]


def test_text_typed_behind_the_key_that_opens_a_form_goes_into_the_form(env):
    subprocess.run(outsource("log", f"{DAY} 8-9 Email"), env=env, capture_output=True, check=True)
    with Terminal(outsource(), env=env) as terminal:
        terminal.wait_for("help")
        terminal.type(f"g{DAY}{ENTER}{ENTER}Emails of the week{SAVE}")
        terminal.wait_for("█ Emails of the week")
        terminal.type("q")
        assert terminal.wait_exit() == 0
    assert logged(env) == ["08:00-09:00 Emails of the week"]
