"""What every test of the app may use."""

from functools import cache

import pytest
from textual import _wait
from textual.css import parse, stylesheet, tokenize

from tests.home import home_env
from tests.tui.refusing import disk

__all__ = ["disk"]


@pytest.fixture
def env(tmp_path) -> dict[str, str]:
    """The environment of a program in a terminal."""
    return home_env(tmp_path)


# A driven app counts as idle once it did next to nothing for this long: a test waits so twice for each key.
_wait.SLEEP_GRANULARITY = 1 / 100
_wait.SLEEP_IDLE = _wait.SLEEP_GRANULARITY / 20


# Some thousand apps start with the same styles. What is read from a text and the colours of a theme is no
# other for the next app with both, and no app changes it.
class _Tokens(dict):
    """The colours of a theme as tokens, to be known again by what they are."""

    __hash__ = object.__hash__
    __eq__ = object.__eq__


@cache
def _tokens(variables):
    return _Tokens(tokenize.tokenize_values(dict(variables)))


@cache
def _rules(scope, css, read_from, variable_tokens, is_default_rules, tie_breaker):
    return tuple(
        parse.parse(
            scope, css, read_from, variable_tokens=variable_tokens, is_default_rules=is_default_rules,
            tie_breaker=tie_breaker,
        )
    )


stylesheet.tokenize_values = lambda variables: _tokens(tuple(variables.items()))
stylesheet.parse = _rules
