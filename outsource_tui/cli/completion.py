"""Completion scripts for shells, made by shtab from the verbs themselves."""

from __future__ import annotations

import argparse
from typing import Any

from outsource_tui.cli.parser import VERBS, OneLineParser

_PREAMBLE = {
    "bash": """
_outsource_names() { local IFS=$'\\n'; compgen -W "$(outsource names "$1" 2>/dev/null)" -- "$2"; }
_outsource_activities() { _outsource_names activities "$1"; }
_outsource_groups() { _outsource_names groups "$1"; }
""",
    "zsh": """
_outsource_names() { local -a names; names=("${(@f)$(outsource names $1 2>/dev/null)}"); compadd -a names }
_outsource_activities() { _outsource_names activities }
_outsource_groups() { _outsource_names groups }
""",
    "fish": "",
}
_ACTIVITIES = {
    "bash": "_outsource_activities",
    "zsh": "_outsource_activities",
    "fish": "(outsource names activities 2>/dev/null)",
}
_GROUPS = {
    "bash": "_outsource_groups",
    "zsh": "_outsource_groups",
    "fish": "(outsource names groups 2>/dev/null)",
}
_NAMED = {
    ("highlight", "name"): _ACTIVITIES,
    ("core", "name"): _ACTIVITIES,
    ("group", "name"): _ACTIVITIES,
    ("group", "group"): _GROUPS,
    ("ungroup", "name"): _ACTIVITIES,
    ("assign", "group"): _GROUPS,
    ("brief", "group"): _GROUPS,
    ("log", "text"): _ACTIVITIES,
    ("start", "text"): _ACTIVITIES,
}


def script(shell: str) -> str:
    """Return the completion script of `shell`: verbs, options, and the names in the log."""
    import shtab

    parser = argparse.ArgumentParser(prog="outsource")
    _complete(parser.add_argument("--data", metavar="PATH", help="the data file"), shtab.FILE)
    verbs = parser.add_subparsers(parser_class=OneLineParser)
    for verb in VERBS:
        add_options, _ = verb.load()
        own = verbs.add_parser(verb.name, help=verb.help)
        _complete(own.add_argument("--data", metavar="PATH", help="the data file"), shtab.FILE)
        add_options(own)
        if getattr(add_options, "free_text", False):
            own.add_argument("text", nargs="*", help="what and when")
        _name_arguments(verb.name, own)
    made: Any = shtab.complete(parser, shell, preamble=_PREAMBLE[shell])
    return str(made)


def _name_arguments(verb: str, parser: argparse.ArgumentParser) -> None:
    for action in parser._actions:
        names = _NAMED.get((verb, action.dest))
        if names is not None:
            _complete(action, names)


def _complete(action: argparse.Action, choices: Any) -> None:
    """Say what completes an argument, in the way that shtab asks for it."""
    action.complete = choices  # type: ignore[attr-defined]
