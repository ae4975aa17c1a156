"""`python3 -m lab.engines up | down | list`."""

from __future__ import annotations

import contextlib
import os
import signal
import sys

from lab.engines import BUILDERS, available
from lab.engines.corner import corner

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    """Start or end what runs in the background, or say which builders can run."""
    verb = arguments[0] if arguments else "list"
    if verb == "up":
        from lab.engines import images

        images.provide()
    elif verb == "down":
        for path in corner("run").glob("*.pid"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(int(path.read_text()), signal.SIGTERM)
            path.unlink()
    elif verb == "list":
        for name in BUILDERS:
            print(f"{name}: {available(name) or 'ready'}")
    else:
        print("up, down or list", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
