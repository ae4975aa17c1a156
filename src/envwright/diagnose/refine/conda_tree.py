"""Reads the trees and lists by which libmamba, libsolv, rattler and pixi explain a failed solve."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from envwright.diagnose.refine.conda_classic import Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from envwright.facts import Line

__all__ = ["libsolv_verdict", "tree_verdict"]

_BRANCH = re.compile(r"^(?P<stem>[\s>│|]*)(?:[├└╰]─+|\|-+|`-+)▶?>? (?P<text>.*)$")
_HEADER = re.compile(r"because of: (?P<text>(?P<name>\S+).*?) cannot be(?: installed because.*)?$")
_ENDS = (
    (re.compile(r",? (?:which )?is missing on the system"), "missing"),
    (re.compile(r",? (?:which )?does not exist \(perhaps"), "missing"),
    (re.compile(r", for which no candidates were found"), "missing"),
    (
        re.compile(r" is excluded (?:because due to strict channel|by strict repo) priority"),
        "strict",
    ),
    (re.compile(r",? (?:which |because it )?conflicts with (?:the|any) "), "conflict"),
    (re.compile(r",? (?:is not installable because it|which) conflicts with "), "conflict"),
    (re.compile(r", which cannot be installed \(as previously"), "conflict"),
)
_FAILS = re.compile(
    r"cannot be installed|not installable|no viable options|does not exist \(perhaps"
    r"|is missing on the system|conflicts with|no candidates were found"
)
_NAME = re.compile(r"^(?:[\w./:-]+::)?(?P<name>[\w.-]+) ?(?P<version>[^,]*(?:,[<>=!~][^,]*)*)")
_SUFFIX = re.compile(
    r",? (?:which |is |would |cannot |can |but |with |for which |because |does not |conflicts ).*$"
)


@dataclass(slots=True)
class _Node:
    line: Line
    text: str
    depth: int
    parent: _Node | None = None
    below: list[_Node] = field(default_factory=list)

    @property
    def name(self) -> str:
        found = _NAME.match(self.text)
        return found["name"] if found else self.text

    @property
    def asked(self) -> str:
        """Name and version, without the words about them."""
        return _SUFFIX.sub("", self.text).strip().rstrip(";.,").strip()

    @property
    def kind(self) -> str:
        for pattern, kind in _ENDS:
            if pattern.search(self.text):
                return kind
        return ""


def tree_verdict(
    lines: Sequence[Line], virtual: dict[str, str], requested: Collection[str]
) -> Verdict | None:
    """Return what a tree shows; None where there is none.

    `requested` are names that the command asks for itself: rattler says `no candidates` of those
    too when another request excludes what exists.
    """
    roots = _roots(lines)
    if not roots:
        return None
    failing = [root for root in roots if _FAILS.search(root.text) or root.depth < 0] or roots
    clash = any(leaf.kind == "conflict" for root in failing for leaf in _leaves(root))
    for root in failing:
        verdict = _lacking(root, virtual, requested, clash)
        if verdict is not None:
            return verdict
    return _clash(failing, roots)


def _roots(lines: Sequence[Line]) -> list[_Node]:
    roots: list[_Node] = []
    header: _Node | None = None
    stack: list[_Node] = []
    for line in lines:
        branch = _BRANCH.match(line.text)
        found = _HEADER.search(line.text)
        if found and not stack:
            header = _Node(line, found["text"], -1)
            roots = [header]
            continue
        if branch is None or "Cannot solve the request" in line.text:
            continue
        node = _Node(line, branch["text"].strip(), len(branch["stem"]))
        while stack and stack[-1].depth >= node.depth:
            stack.pop()
        node.parent = stack[-1] if stack else header
        if node.parent is None:
            roots.append(node)
        else:
            node.parent.below.append(node)
        stack.append(node)
    return roots


def _leaves(node: _Node) -> list[_Node]:
    if not node.below:
        return [node]
    return [leaf for below in node.below for leaf in _leaves(below)]


def _lacking(
    root: _Node, virtual: dict[str, str], requested: Collection[str], clash: bool
) -> Verdict | None:
    """Return what a root lacks, where that alone makes it impossible."""
    leaves = [leaf for leaf in _leaves(root) if leaf.kind]
    if not leaves:
        return None
    if all(leaf.kind == "missing" and leaf.name in virtual for leaf in leaves):
        leaf = leaves[0]
        return Verdict(virtual[leaf.name], leaf.line, _wanting(leaf, root), (root.line,))
    if any(leaf.kind == "strict" for leaf in leaves) and not any(
        leaf.kind == "conflict" for leaf in leaves
    ):
        leaf = next(leaf for leaf in leaves if leaf.kind == "strict")
        captures = {"package": leaf.name, "version": leaf.asked.partition(" ")[2]}
        return Verdict("conda-strict-priority-excluded", leaf.line, captures, (root.line,))
    missing = [leaf for leaf in leaves if leaf.kind == "missing"]
    if len(missing) < len(leaves):
        return None
    leaf = next((leaf for leaf in missing if leaf.name not in virtual), missing[0])
    if leaf is root or "a typo or" in leaf.text:
        return Verdict("conda-packages-not-found", leaf.line, _wanting(leaf, root))
    if clash or leaf.name in virtual:
        return None
    known = leaf.name == "python" or leaf.name in requested
    if known and "no candidates" in leaf.text:
        captures = _about(root, leaf)
        return Verdict("conda-unsatisfiable", leaf.line, captures, (root.line,))
    return Verdict("conda-packages-not-found", leaf.line, _wanting(leaf, root), (root.line,))


def _wanting(leaf: _Node, root: _Node) -> dict[str, str]:
    """Return captures of a leaf that nothing provides: itself, or who needs it."""
    if leaf.name.startswith("__"):
        return {"package": root.name, "required": leaf.asked}
    captures = {"package": leaf.name, "spec": leaf.asked}
    if leaf is not root:
        captures["parent"] = _parent(leaf, root)
    return captures


def _parent(leaf: _Node, root: _Node) -> str:
    node = leaf.parent
    return node.asked if node is not None else root.asked


def _about(root: _Node, leaf: _Node) -> dict[str, str]:
    captures = {"package": root.name, "spec": root.asked}
    if leaf is not root:
        captures["required"] = leaf.asked
    return captures


def _clash(failing: Sequence[_Node], roots: Sequence[_Node]) -> Verdict:
    for root in failing:
        for leaf in _leaves(root):
            if leaf.kind == "conflict":
                above = leaf.parent
                decisive = above if above is not None and "no viable" in above.text else leaf
                captures = _about(root, decisive)
                other = next((node for node in roots if node is not root), None)
                if other is not None:
                    captures["conflict"] = other.asked
                also = (leaf.line, root.line) if leaf is not root else ()
                return Verdict("conda-unsatisfiable", decisive.line, captures, also)
    root = failing[0]
    return Verdict("conda-unsatisfiable", root.line, _about(root, root))


_NOTHING = re.compile(
    r"nothing provides (?P<asked>(?P<requested>requested )?(?P<name>[\w.:/-]+)"
    r"(?: [\d<>=!~*][^;]*?)?)"
    r"(?: needed by (?P<parent>\S+))?[,;.]?\s*$"
)
_STRICT = re.compile(r"package (?P<dist>\S+) is excluded by strict repo priority")
_PROVIDERS = re.compile(
    r"package (?P<dist>\S+) requires (?P<required>.+?), but none of the providers can be installed"
)
_PAIR = re.compile(
    r"cannot install both (?P<dist>\S+) and (?P<other>\S+)"
    r"|package (?P<holder>\S+) (?:has constraint|conflicts with) (?P<limit>.+?)"
    r"(?: conflicting with (?P<against>\S+)| provided by (?P<by>\S+))"
)


def libsolv_verdict(lines: Sequence[Line], virtual: dict[str, str]) -> Verdict | None:
    """Return what the list below `Encountered problems while solving` shows."""
    conflicts: list[Verdict] = []
    lacking: list[Verdict] = []
    for line in lines:
        if found := _STRICT.search(line.text):
            captures = {"package": _dist_name(found["dist"])}
            return Verdict("conda-strict-priority-excluded", line, captures)
        if found := _NOTHING.search(line.text):
            name, parent = found["name"], found["parent"]
            if found["requested"]:
                spec = found["asked"].removeprefix("requested ")
                captures = {"package": name, "spec": spec}
                return Verdict("conda-packages-not-found", line, captures)
            if name in virtual:
                captures = {"package": _dist_name(parent or ""), "required": found["asked"]}
                lacking.append(Verdict(virtual[name], line, captures))
            else:
                captures = {"package": name, "spec": found["asked"]}
                if parent:
                    captures["parent"] = parent
                lacking.append(Verdict("conda-packages-not-found", line, captures))
        elif found := _PROVIDERS.search(line.text):
            captures = {"package": _dist_name(found["dist"]), "required": found["required"]}
            conflicts.append(Verdict("conda-unsatisfiable", line, captures))
        elif found := _PAIR.search(line.text):
            dist = found["dist"] or found["holder"]
            other = found["other"] or found["against"] or found["by"]
            captures = {"package": _dist_name(dist), "conflict": other}
            conflicts.append(Verdict("conda-unsatisfiable", line, captures))
    # What nobody provides also makes those who need it uninstallable, a line for each.
    found_first = lacking if len(lacking) >= len(conflicts) else conflicts
    return found_first[0] if found_first else None


def _dist_name(dist: str) -> str:
    """Return the name in `name-version-build`."""
    parts = dist.rsplit("-", 2)
    return parts[0] if len(parts) == 3 else dist
