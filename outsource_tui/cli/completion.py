"""Completion scripts for shells, made by shtab from the verbs themselves."""

from __future__ import annotations

import argparse
from typing import Any

from outsource_tui.cli.parser import VERBS, OneLineParser

_PREAMBLE = {
    "bash": r"""
_outsource_names() (  # names that begin with the word typed so far, as the shell would read them whole
  shopt -s nocasematch
  typed=${2//\\/} quote=
  case $typed in [\"\']*) quote=${typed:0:1} typed=${typed:1} ;; esac
  outsource names "$1" 2>/dev/null | while IFS= read -r name; do
    [[ $name == "$typed"* ]] || continue
    case $quote in
      \") printf '%s\n' "$name" | sed 's/[\\"$`]/\\&/g' ;;
      \') printf '%s\n' "$name" | sed "s/'/'\\\\''/g" ;;
      *) printf '%q\n' "$name" ;;
    esac
  done
)
_outsource_activities() { _outsource_names activities "$1"; }
_outsource_groups() { _outsource_names groups "$1"; }
_outsource_backups() { _outsource_names backups "$1"; }
_outsource_states() { _outsource_names states "$1"; }
""",
    "zsh": """
_outsource_names() { local -a names; names=("${(@f)$(outsource names $1 2>/dev/null)}"); compadd -a names }
_outsource_activities() { _outsource_names activities }
_outsource_groups() { _outsource_names groups }
_outsource_backups() { _outsource_names backups; _files }
_outsource_states() { _outsource_names states }
""",
    "fish": "",
}
_CLOSING = {
    "bash": r"""
_outsource() {  # readline parts words at a colon: join them again, so that a name with one is a word
  local rest=$COMP_LINE word item prefix i at=-1 current=0
  local -a whole=() found=()
  for ((i = 0; i < ${#COMP_WORDS[@]}; i++)); do
    word=${COMP_WORDS[i]}
    if ((at >= 0)) && [[ $rest != [[:blank:]]* && -n $rest && ($word == :* || ${whole[at]} == *:) ]]; then
      whole[at]+=$word
    else
      at=$((at + 1)); whole[at]=$word
    fi
    rest=${rest#"${rest%%[![:blank:]]*}"}; rest=${rest#"$word"}
    if ((i == COMP_CWORD)); then current=$at; fi
  done
  COMP_WORDS=("${whole[@]}"); COMP_CWORD=$current
  _shtab_outsource
  prefix=${whole[current]%"${whole[current]##*:}"}  # which stands already, but not between quotes
  case $prefix in [\"\']*) prefix= ;; esac
  for item in "${COMPREPLY[@]}"; do found+=("${item:${#prefix}}"); done
  COMPREPLY=("${found[@]}")
}
complete -o bashdefault -o default -F _outsource outsource
""",
    "zsh": "",
    "fish": "",
}


def _names(what: str) -> dict[str, str]:
    """Return what completes a word with names that the log knows, for each shell."""
    own = f"_outsource_{what}"
    return {"bash": own, "zsh": own, "fish": f"(outsource names {what} 2>/dev/null)"}


_FILES = "files"
_ACTIVITIES, _GROUPS = _names("activities"), _names("groups")
_COMPLETED: dict[tuple[str, str], Any] = {
    ("highlight", "name"): _ACTIVITIES,
    ("core", "name"): _ACTIVITIES,
    ("group", "name"): _ACTIVITIES,
    ("group", "group"): _GROUPS,
    ("ungroup", "name"): _ACTIVITIES,
    ("assign", "group"): _GROUPS,
    ("assign", "state"): _names("states"),
    ("brief", "group"): _GROUPS,
    ("rename", "name"): _ACTIVITIES,
    ("rename", "new"): _ACTIVITIES,
    ("log", "text"): _ACTIVITIES,
    ("start", "text"): _ACTIVITIES,
    ("restore", "file"): _names("backups"),
    ("import", "files"): _FILES,
    ("merge", "files"): _FILES,
    ("export", "output"): _FILES,
    ("brief", "output"): _FILES,
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
        if verb.takes_data:
            _complete(own.add_argument("--data", metavar="PATH", help="the data file"), shtab.FILE)
        add_options(own)
        if getattr(add_options, "free_text", False):
            own.add_argument("text", nargs="*", help="what and when")
        _name_arguments(verb.name, own)
    made = str(shtab.complete(parser, shell, preamble=_PREAMBLE[shell]))
    if shell == "zsh":  # shtab completes the first of several words alone
        made = made.replace('"(*)::', '"*:').replace('"(*):', '"*:')
    return made + _CLOSING[shell]


def _name_arguments(verb: str, parser: argparse.ArgumentParser) -> None:
    import shtab

    for action in parser._actions:
        how = _COMPLETED.get((verb, action.dest))
        if how is not None:
            _complete(action, shtab.FILE if how is _FILES else how)


def _complete(action: argparse.Action, choices: Any) -> None:
    """Say what completes an argument, in the way that shtab asks for it."""
    action.complete = choices  # type: ignore[attr-defined]
