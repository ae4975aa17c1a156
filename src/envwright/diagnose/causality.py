"""Which failure explains which: edges of the catalogue, order, place and subject."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envwright.failures.catalogue import package_name
from envwright.logs.patterns import lazy

if TYPE_CHECKING:
    from envwright.diagnose.sighting import Sighting
    from envwright.facts import Line, Step
    from envwright.failures.catalogue import Catalogue
    from envwright.logs.outline import Outline
    from envwright.logs.text import LogText

__all__ = ["GOES_ON", "IGNORED", "Causality", "same_step"]

# A command that fails here does not end the step: `a || true`, `a; b`, `a | b`.
_SWALLOWS = lazy(r"\|\|\s*(?:true|:|echo|exit 0)|;|(?<!\|)\|(?!\|)")
# Tools print these when what came before did not stop them.
GOES_ON = lazy(
    r"^(?:Successfully |Get:\d|Fetched |Setting up |Unpacking |Processing triggers "
    r"|Collecting |Installing collected |Created wheel for "
    r"|(?:Preparing|Verifying|Executing) transaction:"
    r"|(?:Installed|Resolved) \d+ packages? )"
)
# make, below a command whose failure it was told to pass over.
IGNORED = lazy(r"^make(?:\[\d+\])?: .*\(ignored\)$")
# Test runners, when what was tried did not have to work.
_TOLERATED = lazy(r"^=+ .*\b\d+ (?:passed|xfailed)\b.*=+$|^OK(?: \(|$)")
# Installers print these when they go on well after all.
_PROGRESS = lazy(
    r"^\s*(?:Collecting |Downloading |Using cached |Installing collected |Obtaining "
    r"|Successfully |Requirement already |Get:\d|Fetched |Setting up |Cloning into "
    r"|(?:Preparing|Verifying|Executing) transaction: )"
)
# Causes of the environment: another tool that went on well afterwards was not hit by them.
_ENVIRONMENT = ("network", "resources")
# Troubles that a command in front of the failing one may have lived with.
_LIVED_WITH = (*_ENVIRONMENT, "system-packages")
_SPLITS_STREAMS = frozenset({"conda-pip-failed"})
_PROJECT_URL = lazy(r"/simple/([^/\s'\")]+)/?")
_NAMES = ("module", "command", "path", "file", "package", "requirement", "library", "name")
_SHORTEST_NAME = 3
_COMMON = frozenset(
    {
        "usr",
        "bin",
        "app",
        "src",
        "opt",
        "etc",
        "lib",
        "var",
        "tmp",
        "home",
        "root",
        "local",
        "python",
        "pip",
        "run",
        "the",
        "python3",
        "install",
    }
)
_INSTALLS_UNSEEN = lazy(
    r"\bxargs\b.*\binstall\b|\binstall\b.* -r |\|\s*(?:sudo )?(?:ba|da)?sh\b|\|\s*python"
)
_LOOKED_AT = 300


class Causality:
    """The relation between the sightings of one log."""

    def __init__(
        self, found: list[Sighting], log: LogText, outline: Outline, catalogue: Catalogue
    ) -> None:
        self._log = log
        self._outline = outline
        self._catalogue = catalogue
        # Steps in which conda prints the two streams of its pip child one after the other.
        self._mixed = {id(item.step) for item in found if item.failure in _SPLITS_STREAMS}

    def is_here(self, sighting: Sighting) -> bool:
        """Tell whether a sighting lies where the build failed, or may have."""
        failed = self._outline.failed
        step = sighting.step
        if sighting.last < self._outline.first_line:
            return False
        if step is None or not step.instruction:
            return True
        if failed is not None:
            return same_step(step, failed) or step.state == "failed"
        return step.state not in ("done", "cached")

    def may_reach(self, sighting: Sighting) -> bool:
        """Tell whether a sighting of a step that went on can explain what fails later."""
        step = sighting.step
        failed = self._outline.failed
        if step is None or sighting.last < self._outline.first_line:
            return False
        if failed is not None and sighting.first > failed.last_line:
            return False
        return sighting.silent or bool(_SWALLOWS.search(step.instruction))

    def sets_aside(self, cause: Sighting, consequence: Sighting) -> bool:
        """Tell whether one sighting explains another, so that only the first can be a root."""
        if cause is consequence or cause.failure == consequence.failure:
            return False
        if not same_step(cause.step, consequence.step) and not self.is_here(cause):
            return self._reaches(cause, consequence)
        if consequence.vague and not cause.vague and not cause.weak:
            brings_it_about = cause.failure in self._catalogue.explained_by(consequence.failure)
            if brings_it_about and consequence.first <= cause.first:
                return False
            return self.is_here(cause) or not self.is_here(consequence)
        edge = consequence.failure in self._catalogue.explained_by(cause.failure)
        if not edge and not self._lacks_what_failed(cause, consequence):
            return False
        ordered = self.keeps_order(consequence.step)
        if ordered and cause.first > consequence.last:
            return False
        family = self._catalogue.nodes[cause.failure].family
        other_tool = family in _ENVIRONMENT and cause.tool != consequence.tool
        if ordered and other_tool and self.came_through(cause, consequence.first - 1):
            return False
        if ordered and family in _LIVED_WITH and self._lived_with(cause, consequence):
            return False
        return self._about_the_same(cause, consequence)

    def keeps_order(self, step: Step | None) -> bool:
        """Tell whether the lines of a step stand in the order in which they were printed."""
        return self._outline.ordered and id(step) not in self._mixed

    def _reaches(self, cause: Sighting, consequence: Sighting) -> bool:
        """Tell whether an earlier step that silently did nothing explains what is missing now."""
        if not self.is_here(consequence) or cause.first > consequence.first:
            return False
        edge = consequence.failure in self._catalogue.explained_by(cause.failure)
        if edge and cause.tool == consequence.tool == "apt":
            return True  # package lists that did not arrive: any package is missing
        if consequence.captures.get("versions", "none") != "none":
            return False  # the index answered by then, and has the package
        role = self._catalogue.nodes[consequence.failure].role
        return (edge or role == "both") and _names_it(cause, consequence)

    def _lacks_what_failed(self, cause: Sighting, consequence: Sighting) -> bool:
        """Tell whether a module is missing because its package could not be installed before."""
        module = consequence.captures.get("module", "").partition(".")[0]
        if not module or self._catalogue.nodes[consequence.failure].role != "both":
            return False
        parent = cause.captures.get("parent", "")
        return package_name(module) in (_package(cause), package_name(parent))

    def _about_the_same(self, cause: Sighting, consequence: Sighting) -> bool:
        """Tell whether two sightings may be about the same package or host."""
        family = self._catalogue.nodes[cause.failure].family
        theirs = _package(consequence)
        if family == "network":
            project = _PROJECT_URL.search(cause.captures.get("url", ""))
            named = project is not None and theirs == package_name(project.group(1))
            if cause.weak or (project is not None and not named):
                return not self.came_through(cause, consequence.first - 1)
            return True
        mine = _package(cause)
        if mine is None or theirs is None or mine == theirs:
            return True
        parent = consequence.captures.get("parent")
        # A package's build names what it lacks, its wrapper names the package itself.
        return parent is None or family in ("compile", "resources", "system-packages", "python")

    def went_on(self, cause: Sighting, last: int) -> bool:
        """Tell whether a tool went on well between a fault and a line of its step."""
        return any(GOES_ON.match(line.text) for line in self._between(cause, last))

    def _lived_with(self, cause: Sighting, consequence: Sighting) -> bool:
        """Tell whether the step went on to another command between a trouble and a failure."""
        if cause.tool == consequence.tool:
            return False
        return any(
            any(sign.match(line.text) for sign in (GOES_ON, IGNORED, _TOLERATED))
            for line in self._between(cause, consequence.first - 1)
        )

    def _between(self, cause: Sighting, last: int) -> list[Line]:
        first = max(cause.last + 1, last - _LOOKED_AT)
        vertex = cause.step.vertex if cause.step is not None else None
        return self._log.lines(first, last, vertex)

    def came_through(self, cause: Sighting, last: int) -> bool:
        """Tell whether pip went on well between a fault and a line."""
        return any(_PROGRESS.match(line.text) for line in self._between(cause, last))


def same_step(one: Step | None, other: Step | None) -> bool:
    """Tell whether two steps are the same one of the log."""
    if one is None or other is None or one is other:
        return one is other
    return (one.first_line, one.vertex) == (other.first_line, other.vertex)


def _package(sighting: Sighting) -> str | None:
    for name in ("package", "requirement", "spec"):
        value = sighting.captures.get(name)
        if value:
            return package_name(value)
    return None


def _names_it(cause: Sighting, consequence: Sighting) -> bool:
    """Tell whether what is missing now was to come from the step that did nothing."""
    instruction = cause.step.instruction if cause.step is not None else ""
    text = _plain(" ".join([instruction, *cause.captures.values()]))
    for name in _NAMES:
        value = consequence.captures.get(name)
        if value and any(part in text for part in _parts(name, value)):
            return True
    # What a list or a script would have brought, nobody can tell.
    return _package(cause) is None and bool(_INSTALLS_UNSEEN.search(instruction))


def _parts(name: str, value: str) -> list[str]:
    """Return the words by which an instruction may name a missing thing."""
    if name in ("package", "requirement"):
        words = [package_name(value)]
    else:
        words = [_plain(word).strip("-") for word in re.split(r"[/:\s]+", value)]
    return [word for word in words if len(word) >= _SHORTEST_NAME and word not in _COMMON]


def _plain(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()
