"""A summary after the user's own template: a text file with named fields, rendered in a sandbox.

Every text that comes from the log reaches the template escaped for Markdown, so that a template cannot
be broken by a name. The template library is imported only where a template exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from outsource_tui.model.errors import InputError, UserError

TEMPLATE_NAME = "summary-template.md"


def render(path: Path, fields: Mapping[str, Any]) -> str:
    """Render the template; InputError names the line of what is wrong in it."""
    from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    try:
        source = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise UserError(f"the template {path} cannot be read: {error}") from error
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    try:
        return environment.from_string(source).render(fields)
    except TemplateSyntaxError as error:
        raise _wrong(path, error.lineno, error.message or "not understood") from error
    except TemplateError as error:
        raise _wrong(path, _line_of(error), error.message or "not understood") from error
    except Exception as error:  # what a template computes can fail in any way
        raise _wrong(path, _line_of(error), str(error) or type(error).__name__) from error


def _wrong(path: Path, line: int, message: str) -> InputError:
    return InputError(f"template {path}, line {line}: {message}; nothing was written")


def _line_of(error: BaseException) -> int:
    """Return the line of the template that was being rendered: the last frame that is the template's."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
