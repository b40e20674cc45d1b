"""Tidying: merge, move, reword, order, hide, remove, restore. Every wording and every credit stays."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from besace.core.errors import Conflict, Refusal
from besace.core.events import announce
from besace.core.plain import clean_name
from besace.people.models import Person

from .. import events, placing, rules
from ..models import Branch, Contribution, Criterion, Kind, Web
from . import telling
from .undoing import remember


@transaction.atomic
def merge(into_id: UUID, *, others: Sequence[UUID], by: Person) -> Criterion:
    """Several ideas become one; each keeps its words and its author."""
    web, into = telling.held_criterion(into_id)
    telling.must_be_open(web)
    joined = list(Criterion.objects.filter(web=web, pk__in=others).exclude(pk=into.pk))
    if not joined or into.state not in rules.ON_THE_WEB:
        raise Refusal("two-ideas-needed", _("Choisissez deux idées de cette toile."))
    deeper = list(Criterion.objects.filter(merged_into__in=joined))
    remember(web, by=by, verb="merge", criteria=[into, *joined, *deeper])
    for criterion in joined:
        _must_not_be_asked(criterion)
        telling.settle(criterion, rules.MERGED, merged_into=into, spot={})
    Criterion.objects.filter(pk__in=[c.pk for c in deeper]).update(merged_into=into)
    telling.write(by, "criteria-merged", web, into, others=[str(c.pk) for c in joined])
    telling.tell(web)
    return into


@transaction.atomic
def split(criterion_id: UUID, *, by: Person) -> Criterion:
    """Take an idea out of the one it was merged into."""
    web, criterion = telling.held_criterion(criterion_id)
    telling.must_be_open(web)
    remember(web, by=by, verb="split", criteria=[criterion])
    telling.settle(criterion, rules.PROPOSED, merged_into=None)
    placing.place(web, criterion)
    telling.write(by, "criterion-split", web, criterion)
    telling.tell(web)
    return criterion


@transaction.atomic
def move(criterion_id: UUID, *, to_branch: UUID, by: Person) -> Criterion:
    """« Mettre dans… » another branch."""
    web, criterion = telling.held_criterion(criterion_id)
    telling.must_be_open(web)
    branch = Branch.objects.get(pk=to_branch, web=web)
    if branch.pk == criterion.branch_id:
        return criterion
    remember(web, by=by, verb="move", criteria=[criterion])
    criterion.branch, criterion.spot = branch, {}
    criterion.save(update_fields=["branch", "spot"])
    placing.place(web, criterion)
    telling.write(by, "criterion-moved", web, criterion, branch=str(branch.pk))
    telling.tell(web)
    return criterion


@transaction.atomic
def reword(criterion_id: UUID, *, text: str, by: Person) -> Criterion:
    """New words on the spot; the old ones stay among the contributions. What was voted keeps its words."""
    web, criterion = telling.held_criterion(criterion_id)
    telling.must_be_open(web)
    _must_not_be_asked(criterion)
    if criterion.state not in {rules.PROPOSED, rules.TO_REVIEW}:
        raise Conflict("already-decided", _("Le groupe a déjà décidé ces mots. Proposez une phrase au vote."))
    text = clean_name(text, longest=rules.LONGEST_CRITERION)
    if not text:
        raise Refusal("idea-needed", _("Écrivez une idée, en quelques mots."))
    remember(web, by=by, verb="reword", criteria=[criterion])
    criterion.text = text
    criterion.save(update_fields=["text"])
    Contribution.objects.create(criterion=criterion, of=Contribution.Of.REWORDING, text=text, author=by)
    placing.place_again(web, criterion)
    telling.write(by, "criterion-reworded", web, criterion)
    telling.tell(web)
    return criterion


@transaction.atomic
def order(web_id: UUID, *, criteria: Sequence[UUID], by: Person) -> None:
    """The order in the badge: these first, in this order; the others after, as they were."""
    web = telling.held(web_id)
    telling.must_be_open(web)
    rows = {c.pk: c for c in web.criteria.all()}
    remember(web, by=by, verb="order", criteria=rows.values())
    first = [rows[pk] for pk in dict.fromkeys(criteria) if pk in rows]
    chosen = {c.pk for c in first}
    for rank, criterion in enumerate([*first, *(c for c in rows.values() if c.pk not in chosen)], start=1):
        criterion.rank = rank
    Criterion.objects.bulk_update(rows.values(), ["rank"])
    telling.write(by, "criteria-ordered", web)
    telling.tell(web)


@transaction.atomic
def shift(criterion_id: UUID, *, is_up: bool, by: Person) -> None:
    """One place up or down among those of its kind: what one does, then how one is, as the badge's page reads."""
    web, criterion = telling.held_criterion(criterion_id)
    telling.must_be_open(web)
    kept = web.criteria.filter(state__in=rules.IN_THE_BADGE).order_by("rank", "created_at")
    by_kind = {kind: [c.pk for c in kept if c.kind == kind] for kind in Kind.values}
    if criterion.pk not in by_kind[criterion.kind]:
        raise Conflict("not-kept", _("Ce critère n’est pas dans le badge."))
    by_kind[criterion.kind] = rules.shifted(by_kind[criterion.kind], one=criterion.pk, is_up=is_up)
    order(web.pk, criteria=[pk for pks in by_kind.values() for pk in pks], by=by)


@transaction.atomic
def hide(criterion_id: UUID, *, by: Person, reason: str = "") -> Criterion:
    """Out of everybody's sight, kept in the journal; its author alone is told, kindly."""
    web, criterion = telling.held_criterion(criterion_id)
    telling.must_be_open(web)
    _must_not_be_asked(criterion)
    remember(web, by=by, verb="hide", criteria=[criterion])
    telling.settle(criterion, rules.HIDDEN, reason=clean_name(reason, longest=280), spot={})
    telling.write(by, "idea-hidden", web, criterion)
    telling.tell(web)
    announce(events.IdeaHidden(criterion.pk))
    return criterion


@transaction.atomic
def remove(criterion_id: UUID, *, by: Person, reason: str = "") -> Criterion:
    """What the group said aloud: not in this badge. It stays in its history, and can come back."""
    web, criterion = telling.held_criterion(criterion_id)
    telling.must_be_open(web)
    _must_not_be_asked(criterion)
    remember(web, by=by, verb="remove", criteria=[criterion])
    telling.settle(criterion, rules.REMOVED, reason=clean_name(reason, longest=280))
    telling.write(by, "criterion-removed", web, criterion)
    telling.tell(web)
    return criterion


@transaction.atomic
def restore(criterion_id: UUID, *, by: Person) -> Criterion:
    """A removed or hidden criterion is proposed again."""
    web, criterion = telling.held_criterion(criterion_id)
    telling.must_be_open(web)
    remember(web, by=by, verb="restore", criteria=[criterion])
    telling.settle(criterion, rules.PROPOSED if criterion.text else rules.WORDLESS, reason="")
    if criterion.text and not criterion.spot:
        placing.place(web, criterion)
    telling.write(by, "criterion-restored", web, criterion)
    telling.tell(web)
    return criterion


@transaction.atomic
def rename_branch(branch_id: UUID, *, name: str, by: Person) -> Branch:
    branch = Branch.objects.get(pk=branch_id)
    web = telling.held(branch.web_id)
    telling.must_be_open(web)
    name = clean_name(name, longest=40)
    if not name:
        raise Refusal("name-needed", _("Donnez un nom à la branche."))
    remember(web, by=by, verb="rename-branch", branches=True)
    branch.name = name
    branch.save(update_fields=["name"])
    telling.write(by, "branch-renamed", web, branch)
    telling.tell(web)
    return branch


@transaction.atomic
def tidy_web(web_id: UUID, *, by: Person) -> Web:
    """« Ranger la toile »: the only step that moves what is drawn."""
    web = telling.held(web_id)
    telling.must_be_open(web)
    remember(web, by=by, verb="tidy", criteria=web.criteria.all(), branches=True)
    placing.lay_anew(web)
    telling.write(by, "web-tidied", web)
    telling.tell(web)
    return web


def _must_not_be_asked(criterion: Criterion) -> None:
    """While the group answers a question about it, its words and its fate wait."""
    if criterion.rounds.filter(settled_at__isnull=True).exists():
        raise Conflict("vote-open", _("Le groupe vote sur cette idée. Attendez la fin."))
