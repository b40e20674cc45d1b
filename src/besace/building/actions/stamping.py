"""From reading over to the stamp: the words of the badge, its picture, one press each, then a version for ever."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from besace.badges import actions as badges
from besace.badges.models import BadgeClass, BadgeVersion
from besace.badges.pictures import Choice as PictureChoice
from besace.badges.rules import StampedCriterion, StampText
from besace.core.errors import Conflict, Refusal
from besace.core.events import announce
from besace.core.plain import clean_name
from besace.people.models import Person
from besace.votes import actions as votes
from besace.votes import queries as ballots
from besace.votes import sentences as vote_words
from besace.votes.customs import rule_of
from besace.votes.rules import Choice, Question, Rule, default_rule, quorum_needed

from .. import events, placing, rules, sentences
from ..models import Branch, Contribution, Credit, Criterion, Web
from . import telling
from .undoing import remember


@transaction.atomic
def describe(
    web_id: UUID, *, by: Person, name: str | None = None, sentence: str | None = None, purpose: str | None = None
) -> Web:
    """The badge's name, its sentence, and « À quoi cela sert-il de le reconnaître ? »."""
    web = telling.held(web_id)
    telling.must_be_open(web)
    if name is not None and clean_name(name, longest=80):
        web.theme = clean_name(name, longest=80)
    if sentence is not None:
        web.sentence = clean_name(sentence, longest=280)
    if purpose is not None:
        web.purpose = clean_name(purpose, longest=500)
    web.save(update_fields=["theme", "sentence", "purpose"])
    badges.rename_draft(web.badge, name=web.theme)
    telling.write(by, "web-described", web)
    telling.tell(web)
    return web


@transaction.atomic
def say_what_is_expected(web_id: UUID, *, by: Person, level: str, expected: str) -> Web:
    """The level, in the group's own words, and what one shows to be recognised; both may stay empty."""
    web = telling.held(web_id)
    telling.must_be_open(web)
    web.level, web.expected = clean_name(level, longest=60), clean_name(expected, longest=280)
    web.save(update_fields=["level", "expected"])
    telling.write(by, "web-described", web)
    telling.tell(web)
    return web


@transaction.atomic
def to_read_over(web_id: UUID, *, by: Person) -> Web:
    return _turn(web_id, rules.READING_OVER, by=by, verb="read-over")


@transaction.atomic
def back_to_ideas(web_id: UUID, *, by: Person) -> Web:
    return _turn(web_id, rules.GROWING, by=by, verb="back-to-ideas")


@transaction.atomic
def choose_picture(web_id: UUID, *, picture: PictureChoice, by: Person) -> Web:
    """Among what the rule proposes; nothing is drawn before the stamp says how many strokes the ring has."""
    web = telling.held(web_id)
    telling.must_be_open(web)
    web.picture, web.uploaded_svg, web.uploaded_png = picture.record(), "", None
    web.save(update_fields=["picture", "uploaded_svg", "uploaded_png"])
    telling.write(by, "picture-chosen", web)
    telling.tell(web)
    return web


@transaction.atomic
def upload_picture(web_id: UUID, *, png: bytes, svg: str = "", by: Person) -> Web:
    """A picture of the group's own, already cleaned by `badges.pictures.upload.cleaned` (out of any transaction)."""
    web = telling.held(web_id)
    telling.must_be_open(web)
    web.uploaded_png, web.uploaded_svg = png, svg
    web.save(update_fields=["uploaded_svg", "uploaded_png"])
    telling.write(by, "picture-uploaded", web)
    telling.tell(web)
    return web


@transaction.atomic
def open_stamp(web_id: UUID, *, by: Person, present: int, rule: Rule | None = None) -> Web:
    """« Je tamponne » appears on the phones; the kind remarks were shown before, they stop nobody."""
    web = telling.held(web_id)
    telling.must_be(web, rules.READING_OVER)
    if not web.criteria.filter(state__in=rules.IN_THE_BADGE).exists():
        raise Refusal("no-criterion", _("Gardez d’abord un critère."))
    if not web.sentence:
        raise Refusal("sentence-needed", _("Dites d’abord le badge en une phrase."))
    telling.turn(web, rules.STAMPING)
    web.stamp_ballot = votes.open_ballot(
        subject=f"stamp:{web.pk}",
        question=Question.STAMP,
        rule=rule or rule_of(web.group, question=Question.STAMP),
        present=present,
        by=by,
        channel=web.channel or f"web:{web.pk}",
        part=telling.STAMP,
    )
    web.save(update_fields=["stamp_ballot"])
    telling.write(by, "stamp-opened", web)
    telling.tell(web)
    return web


@transaction.atomic
def press_stamp(web_id: UUID, *, by: Person, on_behalf: Person | None = None, credit: bool | None = None) -> None:
    """One press each. `credit`: « Écrire mon prénom sur le badge »; only she says it, so never for somebody else."""
    web = Web.objects.get(pk=web_id)
    if web.stamp_ballot_id is None:
        raise Conflict("not-now", _("Ce n’est plus le moment. Regardez le grand écran."))
    votes.cast_voice(web.stamp_ballot_id, by=by, choice=Choice.STAMP, on_behalf=on_behalf)
    if credit and on_behalf is None:
        Credit.objects.get_or_create(web=web, person=by)
    elif credit is False:
        Credit.objects.filter(web=web, person=on_behalf or by).delete()


@transaction.atomic
def stamp_badge(web_id: UUID, *, by: Person) -> BadgeVersion:
    """The ink lands: an immutable version, credited to the group. Pressed twice, it is the same version."""
    web = telling.held(web_id)
    if web.version is not None:
        return web.version
    telling.must_be(web, rules.STAMPING)
    if web.is_rehearsal:
        raise Refusal("rehearsal", _("On s’entraîne. Ici, on ne fait pas de vrai badge."))
    people = close_stamp(web, by=by)
    version = badges.stamp_version(
        web.badge,
        stamp=_stamp_text(web, people=people),
        credits=[credit.person.first_name for credit in web.credits.select_related("person")],
        picture=PictureChoice.from_record(web.picture, name=web.theme),
        uploaded=(bytes(web.uploaded_png), web.uploaded_svg) if web.uploaded_png else None,
        by=by,
    )
    web.state, web.version = rules.STAMPED, version
    web.save(update_fields=["state", "version"])
    telling.write(by, "badge-stamped", web, version, people=people)
    telling.tell(web)
    return version


@transaction.atomic
def start_next_version(badge: BadgeClass, *, by: Person, channel: str = "") -> Web:
    """Take a stamped badge up again: its criteria are proposed anew, each with the id that it keeps."""
    current = badge.current_version
    if current is None:
        raise Conflict("not-stamped", _("Ce badge n’est pas encore tamponné."))
    web = Web.objects.create(
        group=badge.group,
        badge=badge,
        theme=current.name,
        sentence=current.sentence,
        purpose=current.purpose,
        level=current.level,
        expected=current.expected,
        started_by=by,
        channel=channel,
        picture=_picture_before(current),
    )
    names = list(dict.fromkeys(c.branch or _("Critères") for c in current.stamped_criteria))
    branches = {name: Branch.objects.create(web=web, name=name, place=n) for n, name in enumerate(names)}
    for rank, kept in enumerate(current.stamped_criteria, start=1):
        criterion = Criterion.objects.create(
            web=web,
            branch=branches[kept.branch or _("Critères")],
            text=kept.text,
            kind=kept.kind,
            rank=rank,
            lineage=UUID(kept.id),
        )
        Contribution.objects.create(criterion=criterion, text=kept.text)
    placing.lay_anew(web)
    telling.write(by, "web-started", web, from_version=str(current.pk))
    telling.tell(web)
    return web


@transaction.atomic
def abandon(web_id: UUID, *, by: Person) -> Web:
    """Left aside, not lost: it can be taken up again at any meeting."""
    web = telling.held(web_id)
    if web.stamp_ballot_id and web.state == rules.STAMPING:
        votes.close_ballot(web.stamp_ballot_id, by=by)
    telling.turn(web, rules.ABANDONED)
    badges.abandon_draft(web.badge)
    telling.write(by, "web-abandoned", web)
    telling.tell(web)
    announce(events.WebAbandoned(web.pk))
    return web


@transaction.atomic
def resume(web_id: UUID, *, by: Person, channel: str = "") -> Web:
    """Go on in another meeting, in the same state; one that was left aside grows again."""
    web = telling.held(web_id)
    if web.state == rules.ABANDONED:
        badges.resume_draft(web.badge)
        telling.turn(web, rules.GROWING)
    web.channel = channel
    web.save(update_fields=["channel"])
    telling.write(by, "web-resumed", web)
    telling.tell(web)
    return web


def _turn(web_id: UUID, new: str, *, by: Person, verb: str) -> Web:
    web = telling.held(web_id)
    if web.state == rules.STAMPING and web.stamp_ballot_id:
        votes.close_ballot(web.stamp_ballot_id, by=by)  # stepping back from the stamp: those presses are over
        web.stamp_ballot = None
        web.save(update_fields=["stamp_ballot"])
    remember(web, by=by, verb=verb)
    telling.turn(web, new)
    telling.write(by, verb, web)
    telling.tell(web)
    return web


def close_stamp(web: Web, *, by: Person) -> int:
    """How many stamped; refused while the quorum is not there, the vote staying open."""
    ballot_id = web.stamp_ballot_id
    if ballot_id is None:
        raise Conflict("not-now", _("Ce n’est plus le moment. Regardez le grand écran."))
    progress = ballots.progress(ballot_id)
    missing = max(1, quorum_needed(ballots.rule(ballots.ballot(ballot_id)), present=progress.present)) - progress.voices
    if missing > 0:
        sentence = ngettext("Il manque %(n)d tampon.", "Il manque %(n)d tampons.", missing) % {"n": missing}
        raise Refusal("stamps-missing", sentence)
    return votes.close_ballot(ballot_id, by=by).voices


def _stamp_text(web: Web, *, people: int) -> StampText:
    kept = web.criteria.filter(state__in=rules.IN_THE_BADGE).select_related("branch").order_by("rank", "created_at")
    return StampText(
        name=web.theme,
        sentence=web.sentence,
        purpose=web.purpose,
        criteria=tuple(StampedCriterion(str(c.lineage), c.text, c.kind, c.branch.name) for c in kept),
        rule_in_words=sentences.rule_in_words(people=people, present=_present(web), chosen=_chosen_rule(web)),
        people_count=people,
        stamped_at=timezone.now(),
        group=web.group.name,
        organisation=web.group.organisation.name,
        level=web.level,
        expected=web.expected,
    )


def _chosen_rule(web: Web) -> list[str]:
    """What the group's rule says otherwise than the usual one."""
    usual = vote_words.rule(default_rule(Question.WORDING))
    return [said for said in vote_words.rule(rule_of(web.group, question=Question.WORDING)) if said not in usual]


def _present(web: Web) -> int:
    return web.stamp_ballot.present if web.stamp_ballot else 0


def _picture_before(version: BadgeVersion) -> dict[str, str]:
    before = version.built_from if hasattr(version, "built_from") else None
    return dict(before.picture) if before else {}
