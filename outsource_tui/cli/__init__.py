"""The command line: starts fast, one line for each error, textual only to open the screen."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

DONE, COULD_NOT, NOT_UNDERSTOOD = 0, 1, 2
"""Exit codes."""


def command() -> NoReturn:
    """Run the installed command and end the process.

    A verb ends without taking the interpreter apart, which would be a sixth of its time: all is flushed, and
    what it stored is on disk. The app ends as usual, for the threads that it has.
    """
    code = _flushed(main())
    if "textual" in sys.modules:
        sys.exit(code)
    os._exit(code)


def _flushed(code: int) -> int:
    """Write out what was printed; where it cannot be written, that is what the command says."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # it is where the caller closed it
                stream.flush()
    except BrokenPipeError:
        return code
    except OSError as error:
        _complain(_unwritten(error))
        return COULD_NOT
    return code


def _unwritten(error: OSError) -> str:
    reason = (error.strerror or str(error)).lower()
    return f"the output could not be written: {reason}"


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
    except Exception as error:
        _complain(_last_words(error))
        return COULD_NOT
    except KeyboardInterrupt:
        _complain("stopped; what was already stored stays stored")
        return 130


def _last_words(error: Exception) -> str:
    """Say what no layer below could: output has no place to go, or we are at fault."""
    if isinstance(error, OSError) and error.filename is None and error.errno == errno.ENOSPC:
        return _unwritten(error)
    if os.environ.get("OUTSOURCE_DEBUG"):
        raise error
    return f"a fault in the program: {type(error).__name__}: {error}; OUTSOURCE_DEBUG=1 shows where"


def _complain(message: str) -> None:
    from outsource_tui.model.text import clean

    stream = sys.stderr
    if stream is None:
        return
    line = f"outsource: {clean(message)}\n"
    encoding = stream.encoding or "utf-8"
    with suppress(OSError):  # nobody is left who could be told
        stream.write(line.encode(encoding, "replace").decode(encoding))
        stream.flush()
