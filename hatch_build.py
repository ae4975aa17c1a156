"""Puts the compiled catalogue into the wheel, marked as final."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the pages of the catalogue when a wheel is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the compiled catalogue; an editable install compiles on its first start."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from envwright.failures import compiling, stored
        from envwright.failures.translation import read_translations

        pages, problems = compiling.read_pages()
        translations, faults = read_translations(compiling.translation_files(), pages)
        problems += faults
        if problems:
            raise RuntimeError("\n".join(str(problem) for problem in problems))
        target = root / "build" / "compiled.catalogue"
        target.parent.mkdir(exist_ok=True)
        stored.write(compiling.compile_pages(pages, None, translations), str(target))
        build_data["force_include"][str(target)] = "envwright/failures/compiled.catalogue"
