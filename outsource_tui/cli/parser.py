"""The verbs and their options. A verb's module is imported only when that verb is used."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

from outsource_tui.cli.context import Context
from outsource_tui.cli.notes import NOTES
from outsource_tui.model.errors import InputError
from outsource_tui.model.value import dataclass


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: the module with `<name>_options` and `<name>_run`, one line of help, examples.

    `more` goes on where the line of help ends, on the verb's own page; `takes_data` is False where it has a
    data file of its own and `--data` is refused.
    """

    name: str
    module: str
    help: str
    examples: tuple[str, ...] = ()
    more: str = ""
    takes_data: bool = True

    def load(self) -> tuple[Any, Any]:
        """Return the functions that add the options and that do the work."""
        module = import_module(f"outsource_tui.cli.{self.module}")
        stem = self.name.replace("-", "_")
        return getattr(module, f"{stem}_options"), getattr(module, f"{stem}_run")


VERBS = (
    Verb(
        "demo",
        "app",
        "open the app on a made-up fortnight in a temporary file",
        ("outsource demo",),
        takes_data=False,
    ),
    Verb(
        "log",
        "logging",
        "log a line: a time and what it went to",
        (
            "outsource log Invoices",
            "outsource log 9-10:30 Invoices '#accounts' -- for October",
            "outsource log -15 Call",
            "outsource log 'tomorrow 14-15? Website update'",
            "outsource log < lines.txt",
        ),
        more=NOTES,
    ),
    Verb(
        "start",
        "logging",
        "start an entry now, or when its line says",
        (
            "outsource start Invoices",
            "outsource start 8:40 Invoices",
            "outsource start -5 Invoices '#accounts'",
            "outsource start Invoices --at 'yesterday 23:00'",
        ),
    ),
    Verb(
        "stop",
        "logging",
        "stop what is running",
        ("outsource stop", "outsource stop --at 16:30", "outsource stop --at -5"),
    ),
    Verb("continue", "logging", "start the last activity again", ("outsource continue",)),
    Verb(
        "status",
        "logging",
        "say what runs, and today's log",
        ("outsource status --json", "outsource status --format '● {activity} {elapsed}' --idle idle"),
    ),
    Verb("cancel", "editing", "take what runs out of the log", ("outsource cancel",)),
    Verb(
        "edit",
        "editing",
        "mend a day as text, in your editor",
        ("outsource edit yesterday", "outsource edit mon --print > mon.txt; outsource edit mon < mon.txt"),
        more=NOTES,
    ),
    Verb(
        "rename",
        "editing",
        "call an activity otherwise, or make two one",
        ("outsource rename Invoces Invoices", "outsource rename Mail Email --merge"),
    ),
    Verb("day", "looking", "show a day", ("outsource day", "outsource day yesterday")),
    Verb("week", "looking", "show a week by activity", ("outsource week", "outsource week 2026-W47 --json")),
    Verb("board", "looking", "show the groups and what is in them", ("outsource board",)),
    Verb(
        "highlight",
        "sorting",
        "mark an activity as one to hand over",
        ("outsource highlight Invoices --reason dislike", "outsource highlight Invoices --off"),
    ),
    Verb("core", "sorting", "mark an activity as your business itself", ("outsource core 'Client work'",)),
    Verb(
        "group",
        "sorting",
        "put an activity into a group",
        ("outsource group Invoices Bookkeeping",),
        more="what comes into a group is marked as to hand over, too",
    ),
    Verb("ungroup", "sorting", "take an activity out of its group", ("outsource ungroup Invoices",)),
    Verb(
        "assign",
        "sorting",
        "say who takes a group, for how much, from when, and how far it is",
        (
            "outsource assign Bookkeeping --to Ana --rate 28 --state 'handed over'",
            "outsource assign Bookkeeping --hours 4 --start monday --currency USD",
        ),
    ),
    Verb(
        "import",
        "importing",
        "take in the history of another tool",
        (
            "outsource import auto toggl.csv --dry-run",
            "outsource import toggl 2024.csv 2025.csv --tz Europe/Berlin",
            "outsource import text notes.txt --date 2026-11-18",
        ),
    ),
    Verb(
        "export",
        "output",
        "write entries or the week's summary",
        (
            "outsource export markdown --week last -o week.md",
            "outsource export csv --from 2026-11-01 --to 2026-11-30",
        ),
    ),
    Verb("brief", "output", "write the brief of a group", ("outsource brief Bookkeeping -o brief.md",)),
    Verb("undo", "past", "take back the last change", ("outsource undo", "outsource undo 3")),
    Verb("redo", "past", "make an undone change again", ("outsource redo",)),
    Verb("history", "past", "list the changes", ("outsource history",)),
    Verb("doctor", "keeping", "look after the data file", ("outsource doctor", "outsource doctor --fix")),
    Verb("backup", "keeping", "keep a copy of the data file now", ("outsource backup --list",)),
    Verb(
        "restore",
        "keeping",
        "put a backup in the place of the data file",
        ("outsource restore latest --dry-run",),
    ),
    Verb(
        "merge",
        "keeping",
        "join copies of the log from other machines",
        ("outsource merge laptop.json", "outsource merge --found", "outsource merge --conflicts"),
    ),
    Verb(
        "tune-up",
        "habits",
        "say which hours were won back, and what crept back",
        ("outsource tune-up", "outsource tune-up --json"),
    ),
    Verb(
        "remind",
        "habits",
        "print a line if something waits, else nothing (for cron)",
        ("outsource remind | xargs -r notify-send",),
    ),
    Verb(
        "settings",
        "habits",
        "make the commented settings file, or check it",
        ("outsource settings", "outsource settings --keys", "outsource settings --template"),
    ),
    Verb(
        "completion",
        "habits",
        "print a completion script: bash, zsh or fish",
        ("outsource completion bash > ~/.local/share/bash-completion/completions/outsource",),
    ),
    Verb("names", "habits", "print the names that completion offers", ("outsource names activities",)),
)
_BY_NAME = {verb.name: verb for verb in VERBS}


class OneLineParser(argparse.ArgumentParser):
    """An argparse parser whose complaint is one line. It measures the terminal only for a page of help: each
    option makes a formatter, and measuring takes modules that nothing else here needs."""

    _columns = 80

    def _get_formatter(self) -> argparse.HelpFormatter:
        return self.formatter_class(prog=self.prog, width=self._columns)  # type: ignore[call-arg]

    def format_help(self) -> str:
        """Return the page of help, as wide as the terminal."""
        import shutil

        self._columns = shutil.get_terminal_size().columns - 2
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Raise InputError instead of printing the usage."""
        raise InputError(f"{message}; see: {self.prog} --help")


def run(words: Sequence[str]) -> int:
    """Parse and do one command line."""
    if any(word in ("-V", "--version") for word in words[:1]):
        from importlib.metadata import version

        print(version("outsource-tui"))
        return 0
    data, rest = _leading_data(list(words))
    if rest and rest[0] in _BY_NAME:
        return _run_verb(_BY_NAME[rest[0]], rest[1:], data)
    if not rest:
        from outsource_tui.cli.app import open_app

        return open_app(data)
    if rest[0] in ("-h", "--help", "help"):
        if len(rest) > 1 and rest[1] in _BY_NAME:
            return _run_verb(_BY_NAME[rest[1]], ["--help"], data)
        print(overview())
        return 0
    raise InputError(_unknown(rest[0]))


def _leading_data(words: list[str]) -> tuple[str | None, list[str]]:
    """Take `--data PATH` off the front, where it may stand before the verb."""
    if words and words[0].startswith("--data="):
        return words[0].split("=", 1)[1], words[1:]
    if words and words[0] == "--data":
        if len(words) < 2:
            raise InputError("--data needs a path: outsource --data log.json")
        return words[1], words[2:]
    return None, words


def _run_verb(verb: Verb, words: list[str], data: str | None) -> int:
    add_options, work = verb.load()
    parser = verb_parser(verb, add_options)
    given = data is not None or any(word.partition("=")[0] == "--data" for word in words)
    if given and not verb.takes_data:
        raise InputError(f"outsource {verb.name} has a data file of its own: leave out --data")
    split = getattr(add_options, "free_text", False)
    words, text = _split_text(words) if split else (_with_moment(words), [])
    args = parser.parse_args(words)
    if split:
        args.text = " ".join(text)
    args.data = (args.data or data) if verb.takes_data else None
    context = Context(args)
    code = int(work(context) or 0)
    context.pass_on_notices()
    return code


def verb_parser(verb: Verb, add_options: Any) -> OneLineParser:
    """Return the parser of one verb, with its examples."""
    parser = OneLineParser(
        prog=f"outsource {verb.name}",
        description="\n".join(f"{told[:1].upper()}{told[1:]}." for told in (verb.help, verb.more) if told),
        epilog="examples:\n" + "\n".join(f"  {example}" for example in verb.examples),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if verb.takes_data:
        parser.add_argument("--data", metavar="PATH", help="the data file; else OUTSOURCE_DATA or your own")
    add_options(parser)
    return parser


_TAKES_VALUE = {"--data", "--overlap", "--at"}
_FLAGS = {"-h"}


def _split_text(words: list[str]) -> tuple[list[str], list[str]]:
    """Part the options of a verb from its free text, in which `-15` and `--` have a meaning.

    What begins with two dashes is an option, known or not. Behind a bare `--` all is text; as the first word
    it only says so and is dropped.
    """
    options: list[str] = []
    text: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            text += [word] if text else []
            text += rest
        elif word.startswith("--") or word in _FLAGS:
            value = next(rest, None) if word in _TAKES_VALUE else None
            options.append(word if value is None else f"{word}={value}")
        else:
            text.append(word)
    return options, text


def _with_moment(words: list[str]) -> list[str]:
    """Join `--at` to what stands behind it: "-1:30" is no option."""
    if "--at" not in words[:-1]:
        return words
    at = words.index("--at")
    return [*words[:at], f"--at={words[at + 1]}", *words[at + 2 :]]


def _unknown(word: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, list(_BY_NAME), n=1, cutoff=0.6)
    hint = f"did you mean {near[0]!r}?" if near else "outsource --help lists the verbs"
    return f"{word!r} is not a verb: {hint}"


def overview() -> str:
    """Return the help of the whole command line."""
    lines = [
        "outsource: see where your week goes, and hand over what is not yours to do",
        "",
        "usage: outsource [--data PATH] [verb ...]",
        "",
        f"  {'(no verb)':<12}open the app on today",
    ]
    lines += [f"  {verb.name:<12}{verb.help}" for verb in VERBS]
    lines += ["", "outsource VERB --help shows a verb's options and examples."]
    return "\n".join(lines)
