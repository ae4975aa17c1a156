"""envwright builds machine-learning environment images and says why a build failed.

`diagnose` reads a build log and returns the root cause with the lines that prove it.
"""

from __future__ import annotations

__version__ = "0.1.0.dev0"
