"""envwright builds machine-learning environment images and says why a build failed.

`diagnose` reads a build log and returns the root cause with the lines that prove it.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # importing `typing` for it would cost milliseconds at every start
if TYPE_CHECKING:
    from envwright.api import diagnose  # noqa: TC004  (see _Package)
    from envwright.facts import Diagnosis, Finding  # noqa: TC004

__all__ = ["Diagnosis", "Finding", "__version__", "diagnose"]

__version__ = "0.1.0.dev0"


class _Package(type(sys)):  # type: ignore[misc]
    """The package itself: what is public is loaded when it is first asked for."""

    @property
    def diagnose(self) -> object:
        """The function, although a room of ours has the same name."""
        from envwright.api import diagnose

        return diagnose

    @diagnose.setter
    def diagnose(self, room: object) -> None:
        """Importing `envwright.diagnose` sets it as an attribute; the function stays."""

    def __getattr__(self, name: str) -> object:
        if name in ("Diagnosis", "Finding"):
            from envwright import facts

            return getattr(facts, name)
        raise AttributeError(f"module `envwright` has no attribute `{name}`")


sys.modules[__name__].__class__ = _Package
