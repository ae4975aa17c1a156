"""What zensical is told: navigation, language, light and dark, and that nothing is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from envwright import __version__
from website.words import word

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["configuration"]

_LANGUAGES = {"en": "English", "es": "Español"}
_GROUPS = {
    "start": ["index.md", "first-steps.md", "reading-a-diagnosis.md"],
    "guides": [
        "what-changed.md", "unknown-failures.md", "own-pages.md", "ci.md", "privacy.md",
        "performance.md",
    ],
    "logs": [
        "logs/index.md", "logs/docker.md", "logs/azure-ml.md", "logs/azure-container-registry.md",
        "logs/sagemaker.md", "logs/vertex-ai.md", "logs/databricks.md", "logs/binderhub.md",
        "logs/github-actions.md", "logs/gitlab.md", "logs/jenkins.md",
    ],
    "failures": ["failures/index.md"],
    "reference": ["forms.md", "exit-codes.md"],
    "project": [],
}  # fmt: skip
"""Group -> its pages in order; what is named nowhere belongs to the project."""


def configuration(lang: str, pages: Iterable[str], folder: str) -> str:
    """Return the configuration file of a language's site.

    `pages` are the paths of all pages, `folder` the one the site is written to.
    """
    named = {page for group in _GROUPS.values() for page in group}
    known = set(pages)
    families = sorted(page for page in known if page.startswith("families/"))
    others = sorted(
        page for page in known - named if not page.startswith(("families/", "failures/"))
    )
    more = {"failures": families, "project": others}
    nav = [
        {word(lang, group): [page for page in listed if page in known] + more.get(group, [])}
        for group, listed in _GROUPS.items()
    ]
    project: dict[str, Any] = {
        "site_name": "envwright",
        "site_description": word(lang, "site"),
        "docs_dir": "docs",
        "site_dir": folder,
        "use_directory_urls": True,
        "nav": nav,
        "extra_css": ["assets/envwright.css"],
        "copyright": f"envwright {__version__}",
        "extra": {
            "generator": False,
            "alternate": [
                {"name": name, "link": f"../../{code}/latest/", "lang": code}
                for code, name in _LANGUAGES.items()
            ],
        },
        "theme": {
            "language": lang,
            "custom_dir": "theme",
            "font": False,
            "features": [
                "content.code.copy", "navigation.footer", "navigation.indexes", "navigation.top",
                "search.highlight", "toc.follow",
            ],
            "palette": [
                {
                    "media": f"(prefers-color-scheme: {scheme})",
                    "scheme": colours,
                    "toggle": {"icon": icon, "name": word(lang, scheme)},
                }
                for scheme, colours, icon in (
                    ("light", "default", "lucide/sun"), ("dark", "slate", "lucide/moon"),
                )
            ],
        },
        "markdown_extensions": {
            "admonition": {},
            "attr_list": {},
            "md_in_html": {},
            "tables": {},
            "toc": {"permalink": True},
            "pymdownx": {
                "highlight": {"use_pygments": True},
                "inlinehilite": {},
                "superfences": {},
            },
        },
    }  # fmt: skip
    return "".join(f"project.{key} = {_toml(value)}\n" for key, value in project.items())


def _toml(value: Any) -> str:
    """Return a value as TOML has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        pairs = ", ".join(f"{_toml(key)} = {_toml(one)}" for key, one in value.items())
        return f"{{ {pairs} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
