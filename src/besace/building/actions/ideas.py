"""Growing the web: ideas typed, or entered for somebody; branches; « C'est pareil »."""

from __future__ import annotations

from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from besace.badges import actions as badges
from besace.badges import words
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.core.events import announce
from besace.core.plain import clean_name
from besace.people.models import Group, Person

from .. import events, placing, rules
from ..models import Branch, Contribution, Criterion, CriterionState, Kind, Likeness, Web
from . import telling, wordless


@transaction.atomic
def start_web(
    group: Group, *, theme: str, by: Person, purpose: str = "", channel: str = "", is_rehearsal: bool = False
) -> Web:
    """Begin a badge, with one branch for what one does and one for how one is."""
    theme = clean_name(theme, longest=80)
    if not theme:
        raise Refusal("theme-needed", _("Donnez un nom au badge."))
    badge = badges.start_badge(group, name=theme, by=by)
    web = Web.objects.create(
        group=group,
        badge=badge,
        theme=theme,
        purpose=clean_name(purpose, longest=500),
        started_by=by,
        channel=channel,
        is_rehearsal=is_rehearsal,
    )
    for place, kind in enumerate(Kind):
        Branch.objects.create(web=web, name=_first_name(kind), place=place)
    placing.lay_anew(web)
    telling.write(by, "web-started", web)
    telling.tell(web)
    announce(events.WebStarted(web.pk))
    return web


@transaction.atomic
def add_idea(
    web_id: UUID,
    *,
    by: Person,
    text: str,
    kind: str = Kind.KNOW_HOW,
    branch_id: UUID | None = None,
    on_behalf: Person | None = None,
    photo: File[bytes] | None = None,
    voice_note: File[bytes] | None = None,
) -> Criterion:
    """Add one thread. `on_behalf`: whose idea it is, when `by` enters it; said twice by one person, it stays one.

    A photo or a voice note alone waits for its words (`wordless.put_words`) before it hangs on the web.
    """
    web = telling.held(web_id)
    telling.must_be(web, rules.GROWING, rules.DECIDING)
    text, author = clean_name(text, longest=rules.LONGEST_CRITERION), on_behalf or by
    has_words, has_file = bool(words.plain(text)), bool(photo or voice_note)
    if not has_words and not has_file:
        raise Refusal("idea-needed", _("Écrivez une idée, en quelques mots."))
    already = _said_already(web, text, author=author) if has_words else None
    if already and not has_file:
        return already
    if has_file:
        wordless.must_have_room(web, author=author)
    criterion = already or _hung(web, text if has_words else "", kind=kind, branch_id=branch_id)
    Contribution.objects.create(
        criterion=criterion,
        text=criterion.text,
        author=author,
        entered_by=by if on_behalf else None,
        photo=photo or "",
        voice_note=voice_note or "",
    )
    telling.write(by, "idea-added", web, criterion, is_entered=on_behalf is not None, has_file=has_file)
    telling.tell(web)
    announce(events.IdeaAdded(criterion.pk))
    return criterion


@transaction.atomic
def add_branch(web_id: UUID, *, name: str, by: Person) -> Branch:
    """A new thread from the centre, in the widest gap."""
    web = telling.held(web_id)
    telling.must_be_open(web)
    name = clean_name(name, longest=40)
    if not name:
        raise Refusal("name-needed", _("Donnez un nom à la branche."))
    same = next((b for b in web.branches.all() if words.plain(b.name) == words.plain(name)), None)
    if same:
        return same
    if web.branches.count() >= rules.MOST_BRANCHES:
        raise Refusal("too-many-branches", _("Il y a déjà huit branches. Renommez-en une."))
    place = web.branches.aggregate(last=Max("place"))["last"]
    branch = Branch.objects.create(web=web, name=name, place=0 if place is None else place + 1)
    placing.place_branch(web, branch)
    telling.write(by, "branch-added", web, branch)
    telling.tell(web)
    return branch


@transaction.atomic
def suggest_same(one_id: UUID, *, other_id: UUID, by: Person) -> None:
    """« C'est pareil »: the facilitator sees it; nothing is merged yet."""
    web, one = telling.held_criterion(one_id)
    other = Criterion.objects.get(pk=other_id)
    if other.web_id != web.pk or one.pk == other.pk:
        raise Refusal("two-ideas-needed", _("Choisissez deux idées de cette toile."))
    first, second = sorted((one, other), key=lambda c: c.pk.hex)
    Likeness.objects.get_or_create(one=first, other=second, by=by)
    telling.tell(web, telling.LIST)


@transaction.atomic
def withdraw_idea(criterion_id: UUID, *, by: Person) -> None:
    """Take back one's own idea while nobody decided on it."""
    web, criterion = telling.held_criterion(criterion_id)
    first = criterion.contributions.first()
    if first is None or first.author_id != by.pk:
        raise NotAllowed("not-yours", _("Cette idée est à quelqu’un d’autre."))
    wordless.delete_files(criterion.contributions.all())
    if criterion.state == CriterionState.WORDLESS:
        telling.write(by, "idea-withdrawn", web, criterion)
        criterion.delete()  # nobody read it, nothing was decided: there is nothing to keep
        telling.tell(web)
        return
    if criterion.state != CriterionState.PROPOSED or criterion.rounds.exists() or criterion.merged.exists():
        raise Conflict("already-discussed", _("Le groupe parle déjà de cette idée."))
    telling.settle(criterion, rules.REMOVED, reason=_("Retirée par la personne."), spot={})
    telling.write(by, "idea-withdrawn", web, criterion)
    telling.tell(web)


def _hung(web: Web, text: str, *, kind: str, branch_id: UUID | None) -> Criterion:
    """A new thread, drawn when it has words."""
    if web.criteria.count() >= rules.MOST_CRITERIA:
        raise Refusal("web-full", _("La toile est pleine. Rangez-la d’abord."))
    criterion = Criterion.objects.create(
        web=web,
        branch=_branch(web, branch_id, kind=kind),
        text=text,
        kind=kind,
        state=CriterionState.PROPOSED if text else CriterionState.WORDLESS,
        rank=_next_rank(web),
    )
    if text:
        placing.place(web, criterion)
    return criterion


def _said_already(web: Web, text: str, *, author: Person) -> Criterion | None:
    """The same words from the same person: a double tap, not a second idea."""
    hers = web.criteria.filter(contributions__author=author, state__in=rules.ON_THE_WEB).distinct()
    return next((c for c in hers if words.plain(c.text) == words.plain(text)), None)


def _branch(web: Web, branch_id: UUID | None, *, kind: str) -> Branch:
    if branch_id:
        return web.branches.get(pk=branch_id)
    place = list(Kind).index(Kind(kind))
    return web.branches.filter(place=place).first() or web.branches.order_by("place")[0]


def _first_name(kind: Kind) -> str:
    return _("Savoir-faire") if kind == Kind.KNOW_HOW else _("Savoir-être")


def _next_rank(web: Web) -> int:
    return (web.criteria.aggregate(last=Max("rank"))["last"] or 0) + 1
