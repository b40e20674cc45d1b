"""Between the rows of a web and its drawing: reads the spots kept, asks `layout` for a new one, keeps it.

Not an action by itself: it is called inside one, the web being held.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from . import layout, rules
from .geometry import Heading, Label, Spot
from .layout import Layout
from .models import Branch, Criterion, Web


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything that the drawing shows, as plain values."""

    labels: list[Label]
    headings: list[Heading]
    layout: Layout


def drawn(web: Web, *, branches: list[Branch] | None = None, criteria: list[Criterion] | None = None) -> Drawn:
    """What is on the canvas now, from the rows (those already read, when they are)."""
    branches = list(web.branches.all()) if branches is None else branches
    found = web.criteria.all() if criteria is None else criteria
    criteria = [c for c in found if c.spot and c.state in rules.DRAWN]
    return Drawn(
        labels=[label_of(c) for c in criteria],
        headings=[heading_of(b) for b in branches],
        layout=Layout(
            size=web.text_size or layout.SIZES[0],
            hubs={str(b.pk): Spot(**b.spot) for b in branches if b.spot},
            spots={str(c.pk): Spot(**c.spot) for c in criteria},
        ),
    )


def lay_anew(web: Web) -> bool:
    """« Ranger la toile »: everything finds the best place again. False when there is too much for one drawing."""
    criteria = [c for c in web.criteria.all() if c.state in rules.ON_THE_WEB]
    branches = list(web.branches.all())
    laid = (
        layout.lay([label_of(c) for c in criteria], headings=[heading_of(b) for b in branches])
        if len(criteria) <= layout.SINGLE_DRAWING
        else layout.lay([], headings=[heading_of(b) for b in branches])
    )
    if laid is None:
        laid = layout.lay([], headings=[heading_of(b) for b in branches])
    _keep(web, laid, branches=branches, criteria=list(web.criteria.all()))
    return laid is not None and len(laid.spots) == len(criteria)


def place(web: Web, criterion: Criterion) -> None:
    """One more criterion; the others do not move. Past sixty it is counted on its branch instead."""
    now = drawn(web)
    if len(now.layout.spots) >= layout.SINGLE_DRAWING or str(criterion.branch_id) not in now.layout.hubs:
        return
    others = {pk: spot for pk, spot in now.layout.spots.items() if pk != str(criterion.pk)}
    before = Layout(now.layout.size, now.layout.hubs, others)
    after = layout.add_label(before, label_of(criterion), labels=now.labels, headings=now.headings)
    if after is None:
        return
    criterion.spot = asdict(after.spots[str(criterion.pk)])
    criterion.save(update_fields=["spot"])
    _keep_size(web, after.size)


def place_again(web: Web, criterion: Criterion) -> None:
    """New words or another branch: it stays where it is if it fits there, else it alone moves."""
    now = drawn(web)
    spot = now.layout.spots.get(str(criterion.pk))
    if spot and layout.fits(now.layout, label_of(criterion), at=spot, labels=now.labels, headings=now.headings):
        return
    criterion.spot = {}
    criterion.save(update_fields=["spot"])
    place(web, criterion)


def place_branch(web: Web, branch: Branch) -> None:
    now = drawn(web)
    after = layout.add_heading(now.layout, heading_of(branch), labels=now.labels, headings=now.headings)
    if after is None:
        lay_anew(web)  # eight long names: the only case where a branch moves others
        return
    branch.spot = asdict(after.hubs[str(branch.pk)])
    branch.save(update_fields=["spot"])
    _keep_size(web, after.size)


def label_of(criterion: Criterion) -> Label:
    return Label(str(criterion.pk), str(criterion.branch_id), criterion.text)


def heading_of(branch: Branch) -> Heading:
    return Heading(str(branch.pk), branch.name)


def _keep(web: Web, laid: Layout | None, *, branches: list[Branch], criteria: list[Criterion]) -> None:
    hubs: Mapping[str, Spot] = laid.hubs if laid else {}
    spots: Mapping[str, Spot] = laid.spots if laid else {}
    for branch in branches:
        branch.spot = asdict(hubs[str(branch.pk)]) if str(branch.pk) in hubs else {}
    for criterion in criteria:
        criterion.spot = asdict(spots[str(criterion.pk)]) if str(criterion.pk) in spots else {}
    Branch.objects.bulk_update(branches, ["spot"])
    Criterion.objects.bulk_update(criteria, ["spot"])
    _keep_size(web, laid.size if laid else layout.SIZES[-1])


def _keep_size(web: Web, size: int) -> None:
    if web.text_size != size:
        web.text_size = size
        web.save(update_fields=["text_size"])
