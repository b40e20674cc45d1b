"""Reads the folders of the components for the living page /composants."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template import engines
from django.utils.safestring import SafeString, mark_safe

from .settings import PACKAGE

COMPONENTS = PACKAGE / "templates" / "components"


@dataclass(frozen=True)
class Example:
    title: str
    source: str
    shown: SafeString


@dataclass(frozen=True)
class Component:
    name: str
    title: str
    use: str
    examples: list[Example]


def components(context: dict[str, Any]) -> list[Component]:
    """Each component that has examples, in the order of their titles."""
    found = [_component(file, context) for file in COMPONENTS.glob("*/examples.toml")]
    return sorted(found, key=lambda component: component.title)


def _component(file: Path, context: dict[str, Any]) -> Component:
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    examples = [Example(e["title"], e["source"].strip(), _shown(e["source"], context)) for e in told["example"]]
    return Component(file.parent.name, told["title"], told["use"], examples)


def _shown(source: str, context: dict[str, Any]) -> SafeString:
    return mark_safe(engines["django"].from_string(source).render(dict(context)))  # noqa: S308 -- our own example files
