"""Lets `python -m envwright` do what the command `envwright` does."""

from __future__ import annotations

import sys

from envwright.cli import main

if __name__ == "__main__":
    sys.exit(main())
