"""Tells apart what a missing Python module means: in a package's build, or when something runs.

The line is the same, `ModuleNotFoundError: No module named 'numpy'`; pip's and uv's boxes, setup.py
in the traceback or a pip instruction around it say that it was printed by a build.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from envwright.diagnose.distributions import DISTRIBUTIONS
from envwright.failures.catalogue import package_name

if TYPE_CHECKING:
    from envwright.diagnose.scene import Scene
    from envwright.diagnose.sighting import Sighting

__all__ = ["in_build", "refine"]

_BEFORE = 80
_BOX = re.compile(
    r"python setup\.py (?:egg_info|bdist_wheel|install|develop)\b"
    r"|setup\.py (?:egg_info|bdist_wheel)\b.* did not run"
    r"|Complete output (?:from command|\(\d+ lines\))|\[\d+ lines of output\]"
    r"|(?:get_requires_for_build|prepare_metadata_for_build|build)_(?:wheel|editable|sdist)\b"
    r"|The build backend returned an error|Failed to (?:download and )?build `|Running command "
)
_BUILD_FRAME = re.compile(
    r"^(?:.*/)?setup\.py$|/build_meta\.py$|/pip-(?:install|req-build|build|wheel|modern)[\w-]*/|/builds-v\d+/"
    r"|/(?:pep517|pyproject_hooks)/|/_in_process\.py$"
)
_FRAME = re.compile(r'^\s*File "(?P<path>[^"]+)", line \d+')
_SPECIAL: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("compile-distutils-missing", re.compile(r"^distutils(?:\.|$)")),
    ("compile-pkg-resources-removed", re.compile(r"^pkg_resources(?:\.|$)")),
    ("python-setuptools-missing", re.compile(r"^setuptools$")),
    ("setup-py-uses-pip-internals", re.compile(r"^pip\.")),
    ("python-no-module-pip", re.compile(r"^pip$")),
    ("python-ensurepip-missing", re.compile(r"^(?:ensurepip|venv)(?:\.|$)")),
)
_PYTHON2_ONLY = re.compile(
    r"^(?:ConfigParser|StringIO|cStringIO|urllib2|urlparse|Queue|commands|httplib|cPickle|__builtin__|"
    r"HTMLParser|Cookie|SocketServer|copy_reg|htmlentitydefs|UserDict|Tkinter|sets|md5|thread)$"
)
# `import importlib.util` on Python 2 says `No module named util`.
_PYTHON3_ONLY = re.compile(
    r"^\s*(?:import|from) (?:importlib\.(?P<part>util|machinery|abc|metadata|resources)"
    r"|urllib\.(?P<of_urllib>parse|request|error))\b"
)


def refine(finding: Sighting, scene: Scene) -> Sighting | None:
    """Return the narrower failure that the module and its surroundings point to."""
    module = finding.captures.get("module", "")
    line = finding.evidence[0]
    building = in_build(finding, scene)
    for special, pattern in _SPECIAL:
        if not pattern.match(module):
            continue
        pips = special == "setup-py-uses-pip-internals" and not building
        failure = "python-no-module-pip" if pips else special
        if failure in scene.catalogue.nodes:
            return finding._replace(failure=failure)
    if (
        _PYTHON2_ONLY.match(module)
        and "ModuleNotFoundError" in line.text
        and "python2-only-source" in scene.catalogue.nodes
    ):
        return finding._replace(failure="python2-only-source")
    if line.text.lstrip().startswith("ImportError: ") and _is_python3_only(module, finding, scene):
        return finding._replace(failure="python-syntax-too-new")
    if building and "compile-numpy-missing-at-build" in scene.catalogue.nodes:
        return finding._replace(failure="compile-numpy-missing-at-build")
    if not building and _was_installed(module, line.number, scene):
        return finding._replace(failure="pip-installed-in-wrong-env")
    return finding


def _is_python3_only(module: str, finding: Sighting, scene: Scene) -> bool:
    """Tell whether the line above imports a part of a standard package that Python 2 lacks."""
    if "python-syntax-too-new" not in scene.catalogue.nodes:
        return False
    for line in reversed(scene.around(finding.evidence[0], 2, -1)):
        found = _PYTHON3_ONLY.match(line.text)
        if found is not None:
            return module == (found["part"] or found["of_urllib"])
    return False


def _was_installed(module: str, at: int, scene: Scene) -> bool:
    """Tell whether pip said before that it installed the module's distribution."""
    if "pip-installed-in-wrong-env" not in scene.catalogue.nodes:
        return False
    name = module.partition(".")[0].lower()
    wanted = package_name(DISTRIBUTIONS.get(name, name))
    for line in (*scene.earlier(), *scene.lines(at - 300, at)):
        if line.text.lstrip().startswith("Successfully installed "):
            installed = line.text.split()[2:]
            if any(package_name(word.rpartition("-")[0]) == wanted for word in installed):
                return True
    return False


def in_build(finding: Sighting, scene: Scene) -> bool:
    """Tell whether a traceback was printed by the build of a package."""
    line = finding.evidence[0]
    before = scene.above(line, _BEFORE)
    indented = line.text[:1] in (" ", "\t")
    for other in reversed(before):
        frame = _FRAME.match(other.text)
        if frame is not None and _BUILD_FRAME.search(frame["path"]):
            return True
        if not indented and other.text.startswith("Traceback (most recent call last)"):
            return False
        if indented and _BOX.search(other.text):
            return True
    return False
