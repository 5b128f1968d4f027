"""The command line: starts fast, one line for each error, textual only to open the screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

DONE, COULD_NOT, NOT_UNDERSTOOD = 0, 1, 2
"""Exit codes."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; returns 0 done, 1 could not, 2 input not understood."""
    from outsource_tui.model.errors import UserError

    words = list(sys.argv[1:] if argv is None else argv)
    try:
        from outsource_tui.cli.parser import run

        return run(words)
    except UserError as error:
        _complain(error.message)
        return error.exit_code
    except BrokenPipeError:
        # the reader of a pipe has gone: nothing more to say, and no traceback at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # the last resort: a fault of ours is one line, too
        if os.environ.get("OUTSOURCE_DEBUG"):
            raise
        _complain(f"a fault in the program: {type(error).__name__}: {error}; OUTSOURCE_DEBUG=1 shows where")
        return COULD_NOT
    except KeyboardInterrupt:
        _complain("stopped; what was already stored stays stored")
        return 130


def _complain(message: str) -> None:
    from outsource_tui.model.text import clean

    stream = sys.stderr
    line = f"outsource: {clean(message)}\n"
    encoding = stream.encoding or "utf-8"
    stream.write(line.encode(encoding, "replace").decode(encoding))
