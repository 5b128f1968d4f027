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

STARTER = """\
{# The page that `w` and `outsource export markdown` write. Change what you like; without this file the page
is ours again. The language is Jinja; what can be named:

title, name, first, last, first_iso, last_iso, empty, coverage, share_to_hand_over, gaps
logged, to_hand_over, core, handed_over, not_logged   in words; logged_minutes and so on are numbers
won_back in words, won_back_minutes
activities, highlights   name time minutes times share core hand_over hand_over_time reasons group
groups       name assignee state time weekly weekly_minutes cost win activities
plans        name planned done took left logged
crept_back   name group assignee time times days
next_steps   lines of text
parts        each part as our page has it, such as parts.won_back; shown: the names of those that are on
hm(90) is 1:30, hours(90) is 1 h 30 #}
# {{ title }}

{% if empty %}
Nothing was logged.

{% endif %}
{% for part in shown if parts[part] %}
{{ parts[part] }}
{% if not loop.last %}

{% endif %}
{% endfor %}
"""
"""A template that makes the page as we write it, for users to change."""


def make_template(path: Path) -> bool:
    """Write the starter to `path`; False where a template is there already. UserError if it cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(STARTER)
    except FileExistsError:
        return False
    except OSError as error:
        raise UserError(f"cannot write {path}: {(error.strerror or str(error)).lower()}") from error
    return True


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
