"""She asks, or peers who saw it propose and she is asked first and alone (PROTOCOL.md 1.8, items 1 and 2)."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.badges.models import BadgeClass
from besace.core import journal
from besace.core.errors import Conflict, NotAllowed
from besace.core.events import announce
from besace.core.plain import clean, clean_name
from besace.people.models import Group, Person
from besace.votes import actions as votes

from .. import queries, rules
from ..events import BadgeRequested, PersonProposed
from ..models import Decision, DoNotAsk, Evidence, Proposal, Recognition, State
from ..sentences import refuse_unless_fine

LONGEST_MOMENT = 120


@transaction.atomic
def ask(
    badge_id: UUID, *, by: Person, group: Group | None = None, words: str = "", entered_by: Person | None = None
) -> Recognition:
    """« Je sais le faire parce que… »: any word is enough, none is needed. With or without an account or an e-mail."""
    badge = held_badge(badge_id)
    living = queries.living(by, badge)
    if living and living.state == State.PROPOSED:
        # Her own request is a yes to those who proposed her.
        return accept_proposal(living.pk, by=by)
    refuse_unless_fine(
        rules.may_ask(
            is_stamped=queries.is_stamped(badge),
            holds_it=living is None and queries.holds(by, badge),
            has_living_request=living is not None,
        )
    )
    DoNotAsk.objects.filter(badge=badge, person=by).delete()
    recognition = _begin(
        badge, group=group or badge.group, person=by, state=State.OPEN, words=clean(words, keep_lines=True)
    )
    journal.write(entered_by or by, "badge-asked", recognition, group=recognition.group)
    announce(BadgeRequested(recognition.pk))
    return recognition


@transaction.atomic
def propose(
    badge_id: UUID, person: Person, *, by: Person, saw: str, when: str = "", where: str = "", group: Group | None = None
) -> Proposal:
    """A peer says what she saw. The answer is the same whatever others did, and whatever the person said before."""
    badge = held_badge(badge_id)
    group = group or badge.group
    standing = queries.standing(by, recipient=person, group=group)
    refuse_unless_fine(
        rules.may_propose(standing, is_stamped=queries.is_stamped(badge), holds_it=queries.holds(person, badge))
    )
    told = {
        "saw": clean(saw, keep_lines=True),
        "when": clean_name(when, longest=LONGEST_MOMENT),
        "where": clean_name(where, longest=LONGEST_MOMENT),
        "group": group,
    }
    proposal, _created = Proposal.objects.update_or_create(badge=badge, person=person, by=by, defaults=told)
    journal.write(by, "badge-proposed", proposal, group=group)
    _ask_her_if_enough(badge, person, group=group)
    return proposal


def _ask_her_if_enough(badge: BadgeClass, person: Person, *, group: Group) -> None:
    proposers = Proposal.objects.filter(badge=badge, person=person).values_list("by_id", flat=True)
    said_no = DoNotAsk.objects.filter(badge=badge, person=person).exists()
    living = queries.living(person, badge)
    if living is None and rules.is_ready_to_be_asked(list(proposers), recipient=person.pk):
        if not rules.may_be_asked_again(said_no=said_no, has_living_request=False):
            return
        living = _begin(badge, group=group, person=person, state=State.PROPOSED, was_proposed=True)
        announce(PersonProposed(living.pk))
    if living is not None:
        Proposal.objects.filter(badge=badge, person=person).update(recognition=living)


@transaction.atomic
def accept_proposal(recognition_id: UUID, *, by: Person) -> Recognition:
    """« Oui »: she wants this badge."""
    recognition = _hers(recognition_id, by)
    move(recognition, State.OPEN)
    journal.write(by, "proposal-accepted", recognition, group=recognition.group_id)
    announce(BadgeRequested(recognition.pk))
    return recognition


def postpone_proposal(recognition_id: UUID, *, by: Person) -> Recognition:
    """« Plus tard »: nothing changes, and nothing is told to anybody."""
    return _hers(recognition_id, by)


@transaction.atomic
def decline_proposal(recognition_id: UUID, *, by: Person) -> None:
    """« Non »: final, silent, shown to nobody. What the peers wrote goes with it; only "do not ask again" stays."""
    recognition = _hers(recognition_id, by)
    if not rules.may_become(recognition.state, State.DECLINED):
        raise Conflict("already-answered", _("Vous avez déjà répondu."))
    DoNotAsk.objects.get_or_create(badge=recognition.badge, person=by)
    Proposal.objects.filter(recognition=recognition).update(recognition=None, saw="", when="", where="")
    recognition.delete()


@transaction.atomic
def withdraw_request(recognition_id: UUID, *, by: Person) -> None:
    """She changes her mind, at any moment before the badge is given: an open vote ends, and nothing is counted."""
    recognition = _hers(recognition_id, by)
    end_open_vote(recognition, by=by)
    move(recognition, State.WITHDRAWN)
    journal.write(by, "request-withdrawn", recognition, group=recognition.group_id)


def end_open_vote(recognition: Recognition, *, by: Person) -> None:
    """Nothing is counted nor kept; a jury from outside is forgotten. The caller holds the recognition."""
    for decision in Decision.objects.select_for_update(of=("self",)).filter(recognition=recognition, closed_at=None):
        hold_jurors(decision)
        votes.cancel_ballot(decision.ballot_id, by=by)
        forget_jurors(decision)
        decision.closed_at = timezone.now()
        decision.save(update_fields=["closed_at"])


def hold_jurors(decision: Decision) -> None:
    """Before the ballot, as whoever answers by a link does: neither waits for the other."""
    list(decision.jurors.select_for_update(of=("self",)).order_by("pk"))


def forget_jurors(decision: Decision) -> None:
    """People from outside were here for this vote alone: their names, addresses and links leave with it."""
    Person.objects.filter(juror_link__decision=decision).delete()


@transaction.atomic
def forget_ways(person: Person) -> None:
    """She left for good: every way of hers, what was seen and shown of it, what was proposed (SECURITY.md E.6)."""
    ways = Recognition.objects.filter(person=person)
    for one in ways.select_for_update(of=("self",)):
        end_open_vote(one, by=person)
    files = list(Evidence.objects.filter(recognition__in=ways).exclude(file="").values_list("file", flat=True))
    ways.delete()
    Proposal.objects.filter(person=person).delete()
    DoNotAsk.objects.filter(person=person).delete()
    transaction.on_commit(lambda: _remove(files))


def _remove(files: list[str]) -> None:
    storage = Evidence._meta.get_field("file").storage
    for name in files:
        storage.delete(name)


def _begin(badge: BadgeClass, *, group: Group, person: Person, state: State, **values: object) -> Recognition:
    try:
        with transaction.atomic():
            return Recognition.objects.create(badge=badge, group=group, person=person, state=state, **values)
    except IntegrityError:
        raise Conflict("already-asked", _("C’est déjà demandé. Rien n’est perdu.")) from None


def _hers(recognition_id: UUID, person: Person) -> Recognition:
    recognition = locked(recognition_id)
    if recognition.person_id != person.pk:
        raise NotAllowed("not-hers", _("Cette réponse appartient à quelqu’un d’autre."))
    return recognition


def locked(recognition_id: UUID) -> Recognition:
    """The recognition, held until the end of the transaction; its vote and its award are held after it."""
    held = Recognition.objects.select_for_update(of=("self",)).select_related("badge", "group", "person")
    found = held.filter(pk=recognition_id).first()
    if found is None:
        raise Conflict("request-gone", _("Cette demande n’attend plus. Rechargez la page."))
    return found


def held_badge(badge_id: UUID) -> BadgeClass:
    """Who asks for it and who proposes somebody for it take turns; what only names the badge does not wait."""
    held = BadgeClass.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("group").get(pk=badge_id)


def held_person(person_id: UUID) -> Person:
    """Whoever is given something, held: she does not leave for good meanwhile, or she has left."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    if not person.is_active:
        raise Conflict("person-left", _("Cette personne est partie. Rien n’est donné."))
    return person


def move(recognition: Recognition, wanted: State, **values: object) -> None:
    """Go on to `wanted`, or say that the moment has passed."""
    if not rules.may_become(recognition.state, wanted):
        refuse_unless_fine(rules.Why.WRONG_MOMENT)
    recognition.state = wanted
    for name, value in values.items():
        setattr(recognition, name, value)
    recognition.save(update_fields=["state", "changed_at", *values])
