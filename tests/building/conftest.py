"""A web that Maryse leads, and a room of six who answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests import factories

if TYPE_CHECKING:
    from besace.building.models import Criterion, Web
    from besace.people.models import Group, Person


@pytest.fixture
def web(group: Group, maryse: Person) -> Web:
    from besace.building import actions  # noqa: PLC0415 -- models need Django ready

    return actions.start_web(group, theme="Itérasinier", by=maryse, purpose="Que l’on sache qui sait mener un âne.")


@pytest.fixture
def room(group: Group) -> list[Person]:
    return [factories.make_member(name, group=group) for name in ("Ida", "Luc", "Nour", "Paul", "Rosa", "Zoé")]


@pytest.fixture
def idea(web: Web, tonio: Person) -> Callable[..., Criterion]:
    from besace.building import actions  # noqa: PLC0415 -- models need Django ready

    def add(text: str, **also: object) -> Criterion:
        return actions.add_idea(web.pk, text=text, **{"by": tonio, **also})

    return add
