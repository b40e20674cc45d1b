"""A module that can be called like its main function: `sceau.verify(…)` and `sceau.verify.case` both mean something."""

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any


def make_callable(name: str, function: Callable[..., Any]) -> None:
    """Let the module `name` be called as `function`: importing a part of it puts the module where the name was."""

    class Callable_(ModuleType):  # noqa: N801 -- nobody sees it
        """The module, and its function."""

        def __call__(self, *arguments: Any, **named: Any) -> Any:
            return function(*arguments, **named)

    sys.modules[name].__class__ = Callable_
