"""From typed objects to the members of the standards: one rule for every class of `v2`, `v3` and `clr`."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any, ClassVar

from sceau.proofs.data_integrity import timestamp


class Shaped:
    """Parent of the typed objects. ``TYPE`` is written as the member ``type``, unless it is empty."""

    TYPE: ClassVar[str | tuple[str, ...]] = ""

    def to_dict(self) -> dict[str, Any]:
        """The JSON object: names in camel case, times to the second in UTC, absent and empty members left out."""
        written: dict[str, Any] = {}
        if "id" in (one.name for one in fields(self)) and getattr(self, "id", None) is not None:  # type: ignore[arg-type]
            written["id"] = self.id  # type: ignore[attr-defined]
        if self.TYPE:
            written["type"] = list(self.TYPE) if isinstance(self.TYPE, tuple) else self.TYPE
        for one in fields(self):  # type: ignore[arg-type]
            value = _written(getattr(self, one.name))
            if one.name not in ("id", "extra") and value is not None and value != []:
                written[one.metadata.get("name") or _camel(one.name)] = value
        return {**written, **getattr(self, "extra", {})}


def _written(value: Any) -> Any:
    if isinstance(value, Shaped):
        return value.to_dict()
    if isinstance(value, datetime):
        return timestamp(value)
    if isinstance(value, tuple | list):
        return [_written(item) for item in value]
    return value


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
