"""Which kinds of change are known to bring about which failures."""

from __future__ import annotations

from envwright.logs.patterns import lazy

__all__ = ["relation"]

# Failures, and how strongly a change of what may explain them: a name, or `kind:` and a kind.
_RELATIONS = (
    (lazy(r"compile-cython3$"), {"cython": 0.9}),
    (
        lazy(
            r"compile-(?:setup-cfg-dashes|setuptools-removed-feature|use-2to3|pkg-resources-removed)$"
            r"|setuptools-"
        ),
        {"setuptools": 0.9, "setuptools-scm": 0.3, "kind:python": 0.3},
    ),
    (lazy(r"python-setuptools-missing$"), {"setuptools": 0.8, "kind:python": 0.7, "pip": 0.3}),
    (lazy(r"compile-pkgutil-impimporter$"), {"kind:python": 0.85, "setuptools": 0.5, "pip": 0.4}),
    (lazy(r"compile-distutils-missing$"), {"kind:python": 0.9, "setuptools": 0.6}),
    (
        lazy(
            r"compile-(?:python-api-changed|distutils)|python2-only-source$|python-syntax-too-new$"
            r"|pip-externally-managed$|pip-no-compatible-wheel$|pip-ignored-requires-python$"
            r"|pip-stdlib-or-backport"
        ),
        {"kind:python": 0.85, "kind:base-image": 0.6, "cython": 0.3},
    ),
    (lazy(r"numpy-abi-mismatch$"), {"numpy": 0.9}),
    (lazy(r"compile-numpy-missing-at-build$"), {"numpy": 0.6, "pip": 0.4, "setuptools": 0.3}),
    (lazy(r"compile-library-api-changed$"), {"kind:base-image": 0.4, "kind:python": 0.4}),
    (
        lazy(
            r"pip-(?:invalid-metadata-legacy|uninstall-|internal-error|metadata-|old-pip|hash-mode)"
            r"|compile-setup-py-install-removed$|setup-py-uses-pip-internals$"
        ),
        {"pip": 0.85},
    ),
    (lazy(r"pip-(?:resolution-impossible|backtracking|old-sdist)"), {"pip": 0.6}),
    (lazy(r"compile-cmake4-policy$"), {"cmake": 0.9, "kind:base-image": 0.4}),
    (lazy(r"compile-gcc-too-old-or-new$"), {"gcc": 0.85, "g++": 0.85, "kind:base-image": 0.75}),
    (
        lazy(
            r"compile-.*(?:missing|libs|headers)|compile-(?:pg-config|mysqlclient|ffi-ssl|blas|llvm|rust)"
            r"|pip-git-missing$|git-lfs-missing$"
        ),
        {"kind:base-image": 0.75, "kind:python": 0.4},
    ),
    (
        lazy(
            r"command-not-found$|shared-library-missing$|glibcxx-not-found$|conda-virtual-package-"
            r"|python-not-found$|python-no-module-pip$|image-without-shell$|musl-base-image$"
        ),
        {"kind:base-image": 0.85},
    ),
    (lazy(r"apt-|apk-|dpkg-"), {"kind:base-image": 0.8}),
    (
        lazy(
            r"pip-(?:no-matching-distribution|no-versions-none|nested-dependency|index-|hash-mismatch"
            r"|torch-local|placeholder|dependency-confusion|build-requirements)"
            r"|conda-(?:packages-not-found|resolve-package|channel|strict|http|unsatisfiable)"
            r"|uv-no-solution$|npm-package-not-found$|poetry-solver"
        ),
        {"kind:source": 0.85, "kind:python": 0.7, "kind:platform": 0.7},
    ),
    (lazy(r"platform-|pip-wheel-unsupported|conda-platform|uv-platform"), {"kind:platform": 0.85}),
    (lazy(r"uv-|lockfile-unreadable$"), {"uv": 0.6}),
    (lazy(r"conda-"), {"conda": 0.5, "mamba": 0.4, "micromamba": 0.4}),
    (lazy(r"base-image-|registry-"), {"kind:base-image": 0.6}),
    (
        lazy(r"dependency-api-mismatch$|compile-module-not-found-at-runtime$"),
        {"kind:python": 0.45, "kind:base-image": 0.2, "kind:source": 0.45},
    ),
)


def relation(failure: str, kind: str, name: str) -> float:
    """Return how strongly a change of this kind and name may explain a failure, 0 to 1."""
    best = 0.0
    for pattern, targets in _RELATIONS:
        if pattern.match(failure):
            named = targets.get(name, 0.0) if kind in ("package", "tool") else 0.0
            best = max(best, named, targets.get(f"kind:{kind}", 0.0))
    return best
