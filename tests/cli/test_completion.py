"""Completion as shells themselves do it, with names that do harm if they are not written with care."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tests.cli.conftest import Ran

DAY = "2026-11-18"
NASTY = "Pay $(touch pwned) `x` & Co"
NAMES = ("Call", "Client call: Acme & Co", "Client call: Beta's", "Invoices", NASTY)

BASH = r"""
source "$1"
try() {
  COMP_LINE=$1; shift
  COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_POINT=${#COMP_LINE}; COMPREPLY=()
  _outsource
  printf '%s|' "${COMPREPLY[@]}"; echo
}
try 'outsource hi' outsource hi
try 'outsource highlight cli' outsource highlight cli
try 'outsource highlight Client\ call:\ A' outsource highlight 'Client\ call' : '\ A'
try 'outsource highlight "Client call: A' outsource highlight '"Client call: A'
try 'outsource highlight Pay' outsource highlight Pay
try 'outsource highlight "Pay' outsource highlight '"Pay'
try 'outsource log 9-10 Inv' outsource log 9-10 Inv
try 'outsource group Invoices ' outsource group Invoices ''
try 'outsource assign Books --state ha' outsource assign Books --state ha
try 'outsource restore la' outsource restore la
try 'outsource import toggl ./tog' outsource import toggl ./tog
"""


@pytest.fixture
def log(outsource, tmp_path):
    """A log with those names, and a program `outsource` on the path; returns how to run something there."""
    stdin = "\n".join(f'{DAY} {9 + n}-{10 + n} "{name}"' for n, name in enumerate(NAMES))
    assert outsource("log", stdin=stdin).code == 0
    outsource("group", "Invoices", "Book keeping")
    place = tmp_path / "bin"
    place.mkdir()
    program = place / "outsource"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m outsource_tui "$@"\n')
    program.chmod(0o755)
    (tmp_path / "toggl.csv").touch()
    env = {
        **os.environ, "PATH": f"{place}:{os.environ['PATH']}", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8",
        "OUTSOURCE_DATA": str(tmp_path / "data" / "log.json"),
    }  # fmt: skip

    def run(*words: str, stdin: str = "") -> Ran:
        done = subprocess.run(
            words, input=stdin, env=env, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_holds_the_verbs_and_asks_for_the_names(outsource, shell):
    made = outsource("completion", shell)
    assert made.code == 0, made.err
    assert "highlight" in made.out
    assert "outsource names" in made.out
    if shutil.which(shell):
        checked = subprocess.run([shell, "-n"], input=made.out, text=True, capture_output=True, check=False)
        assert checked.returncode == 0, checked.stderr


def test_names_are_printed_a_line_each(outsource):
    outsource("log", f"{DAY} 9-10 Client call: Acme")
    outsource("group", "Client call: Acme", "Sales")
    outsource("backup")
    assert outsource("names", "activities").out == "Client call: Acme\n"
    assert outsource("names", "groups").out == "Sales\n"
    assert outsource("names", "backups").out.splitlines()[0] == "latest"
    assert "handed over" in outsource("names", "states").out


@pytest.mark.skipif(shutil.which("bash") is None or sys.platform == "win32", reason="bash is not installed")
def test_bash_completes_names_so_that_it_reads_them_whole(log, outsource, tmp_path):
    script = tmp_path / "completion.bash"
    script.write_text(outsource("completion", "bash").out)
    ran = log("bash", "--norc", "-c", BASH, "bash", str(script))
    assert ran.err == ""
    offered = [line.rstrip("|").split("|") for line in ran.out.splitlines()]
    assert offered == [
        ["highlight", "history"],
        [r"Client\ call:\ Acme\ \&\ Co", r"Client\ call:\ Beta\'s"],
        [r"\ Acme\ \&\ Co"],
        ["Client call: Acme & Co"],
        [r"Pay\ \$\(touch\ pwned\)\ \`x\`\ \&\ Co"],
        [r"Pay \$(touch pwned) \`x\` & Co"],
        ["Invoices"],
        [r"Book\ keeping"],
        [r"handed\ over"],
        ["latest"],
        ["./toggl.csv"],
    ]
    for written in (offered[4][0], f'"{offered[5][0]}"'):
        assert log("bash", "-c", f"printf %s {written}").out == NASTY
    assert not (tmp_path / "pwned").exists()


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_fish_completes_names(log, outsource, tmp_path):
    script = tmp_path / "outsource.fish"
    script.write_text(outsource("completion", "fish").out)
    ran = log("fish", "-c", f"source {script}; complete -C 'outsource log 9-10 Cli'")
    assert [line.split("\t")[0] for line in ran.out.splitlines()] == list(NAMES[1:3])


def test_zsh_is_told_to_complete_every_word_of_a_line(outsource):
    script = outsource("completion", "zsh").out
    assert '"*:what and when:_outsource_activities"' in script
    assert '"(*)' not in script
