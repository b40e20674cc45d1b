"""One sheet and one script for the whole house, gathered from small files that each stay beside what they dress.

No bundler: the files follow one another as they are, comments left out; a page asks for two files and not sixty.
A script of a component has neither import nor export; each is enclosed in braces, so that its names stay its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

PACKAGE = Path(__file__).resolve().parent.parent
LAYERS = "@layer tokens, base, layout, components, pages;\n"
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def sheet() -> str:
    """Tokens, base, frames, then each component, then each app's own pages."""
    css = PACKAGE / "static" / "css"
    fonts = [css / "fonts.css"] if list((PACKAGE / "static" / "vendor" / "fonts").glob("*.woff2")) else []
    components = sorted((PACKAGE / "templates" / "components").glob("*/*.css"))
    files = [*fonts, *(css / f"{name}.css" for name in ("tokens", "base", "layout")), *components]
    texts = [file.read_text(encoding="utf-8") for file in [*files, *sorted((css / "pages").glob("*.css"))]]
    return LAYERS + COMMENT.sub("", "".join(texts))


def script() -> str:
    """The behaviours of the components, one after the other."""
    files = sorted((PACKAGE / "templates" / "components").glob("*/*.js"))
    return "".join(f"{{\n{file.read_text(encoding='utf-8')}}}\n" for file in files)


GATHERED = {"css/besace.css": sheet, "js/besace.js": script}


class GatheredFinder(BaseFinder):
    """Lets `collectstatic` and the test server find the gathered files as if they were written by hand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.root = Path(settings.VAR) / "gathered"
        self.storage = FileSystemStorage(location=self.root)

    def check(self, **_kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:
        found = str(self._written(path)) if path in GATHERED else None
        if find_all:
            return [found] if found else []
        return found or []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for path in GATHERED:
            self._written(path)
            yield path, self.storage

    def _written(self, path: str) -> Path:
        target = self.root / path
        text = GATHERED[path]()
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_suffix(".draft")
            draft.write_text(text, encoding="utf-8")
            draft.replace(target)
        return target
