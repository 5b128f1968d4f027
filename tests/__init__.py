"""The tests."""

import os

os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")  # pictures do not follow who draws them
