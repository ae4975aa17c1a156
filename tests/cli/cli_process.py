"""How the command line is started in tests."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

__all__ = ["ENVWRIGHT", "Cli"]

ENVWRIGHT = [sys.executable, "-m", "envwright"]

Cli = Callable[..., "subprocess.CompletedProcess[bytes]"]
