"""What one person sees of her own on her phone: never through a stream, only by her own page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import QuerySet

from besace import access
from besace.building.models import Contribution, CriterionState, Likeness
from besace.people.models import Person
from besace.votes import customs
from besace.votes import queries as votes
from besace.votes.queries import MyVoice

from . import answers, lead_queries, naming, rules, voting
from .models import Assurance, Seat, Signal
from .rules import Phase
from .scene import Scene


@dataclass(frozen=True)
class Mine:
    """One seat on one device."""

    seat: Seat
    name: str
    signs: frozenset[str] = frozenset()
    voice: MyVoice | None = None
    chosen: str = ""
    ideas: list[Contribution] = field(default_factory=list)
    hidden_ideas: list[Contribution] = field(default_factory=list)
    companions: list[Seat] = field(default_factory=list)
    handing_seat: UUID | None = None
    handing_to: Person | None = None
    is_late: bool = False
    is_confirmed: bool = False
    has_pressed: bool = False
    proposed: bool = False
    said_same: bool = False
    may_say_why: bool = False
    is_voiceless: bool = False
    has_given_many: bool = False  # the group asks to leave room for others; nothing is refused
    giving: str = ""  # what her phone shows of a vote on somebody (giving/rules.py)
    reading_to_give: UUID | None = None
    name_asked: bool = False
    names_me: bool | None = None

    @property
    def coffee(self) -> str:
        return next((s for s in self.signs if s in (Signal.Kind.COFFEE, Signal.Kind.NO_COFFEE)), "")

    @property
    def has_reviewed(self) -> bool:
        return Signal.Kind.REVIEWED in self.signs


def mine_of(scene: Scene, seat: Seat) -> Mine:
    """Read only what the present phase needs."""
    person = seat.person
    if person is None:
        return Mine(seat, seat.typed_name)
    companions = _companions(seat)
    given = Signal.objects.filter(seat=seat).values_list("kind", "phase")
    signs = frozenset(kind for kind, phase in given if phase == scene.phase or kind == Signal.Kind.HELP)
    handing = _next_here(scene, seat, companions)
    mine = Mine(
        seat,
        str(person),
        signs=signs,
        companions=companions,
        handing_seat=handing.pk if handing else None,
        handing_to=handing.person if handing else None,
        is_late=seat.admitted_at is not None
        and rules.is_late(seat.admitted_at, opened_at=scene.proceedings.phase_since, phase=scene.phase),
        is_confirmed=seat.assurance == Assurance.CONFIRMED,
    )
    if scene.giving:
        return replace(mine, giving=scene.giving.place(person))
    if scene.phase in (Phase.WEB, Phase.TIDY):
        return _with_ideas(mine, scene, person)
    if scene.phase is Phase.DEBATE:
        return _with_voice(mine, scene, person)
    if scene.phase is Phase.STAMP:
        return replace(mine, has_pressed=person.pk in scene.pressers, is_voiceless=_stamps_not(scene, seat))
    asks_name = scene.phase is Phase.REVIEW and mine.is_confirmed and not scene.proceedings.is_practice
    if asks_name and access.may("minutes.see", person, scene.meeting.group):
        return replace(mine, name_asked=True, names_me=naming.answer_of(person))
    if scene.phase is Phase.PUBLISH:
        return replace(mine, reading_to_give=_reading_to_give(scene, person))
    return mine


def _companions(seat: Seat) -> list[Seat]:
    """The others who sit at this same device."""
    if seat.device is None:
        return []
    return list(_at_the_same_device(seat).select_related("person").order_by("admitted_at"))


def _at_the_same_device(seat: Seat) -> QuerySet[Seat]:
    here = Seat.objects.filter(meeting_id=seat.meeting_id, device=seat.device, person__isnull=False)
    seated = here.filter(admitted_at__isnull=False, left_at__isnull=True, refused_at__isnull=True, is_contested=False)
    return seated.exclude(pk=seat.pk)


def _with_ideas(mine: Mine, scene: Scene, person: Person) -> Mine:
    given = scene.ideas_of(person)
    is_tidying = scene.phase is Phase.TIDY
    ceiling = customs.ideas_each(scene.meeting.group)
    return replace(
        mine,
        has_given_many=0 < ceiling <= len(given),
        ideas=[c for c in given if c.criterion.state != CriterionState.HIDDEN],
        hidden_ideas=[c for c in given if c.criterion.state == CriterionState.HIDDEN],
        said_same=is_tidying and Likeness.objects.filter(one__web=scene.web, by=person).exists(),
    )


def _with_voice(mine: Mine, scene: Scene, person: Person) -> Mine:
    """On a phone that several share, the choice itself is never shown again."""
    voice, is_alone = scene.voice_of(person), not mine.companions
    return replace(
        mine,
        voice=voice,
        is_voiceless=_is_voiceless(scene, mine.seat),
        chosen=voice.choice if voice and is_alone else "",
        may_say_why=voice is not None and is_alone and _may_say_why(voice),
        proposed=any(w.author_id == person.pk for w in scene.wordings),
    )


def _is_voiceless(scene: Scene, seat: Seat) -> bool:
    """The rule of this vote gives her no voice: she looks, and speaks."""
    if scene.asking is None:
        return False
    group, leader_id = scene.meeting.group, voting.leader_of(scene.proceedings)
    return not voting.may_answer(seat, rule=votes.rule(scene.asking.ballot), group=group, leader_id=leader_id)


def _stamps_not(scene: Scene, seat: Seat) -> bool:
    ballot = scene.web.stamp_ballot if scene.web and scene.stamping else None
    if ballot is None:
        return False
    return not voting.may_answer(seat, rule=votes.rule(ballot), group=scene.meeting.group, leader_id=None)


def answer_of(seat: Seat, criterion_id: UUID) -> Mine | None:
    """Her answer alone, once it is given; None where more than it changes on her screen (a shared phone passes on)."""
    person = seat.person
    if person is None or (seat.device is not None and _at_the_same_device(seat).exists()):
        return None
    voice = lead_queries.my_answer(criterion_id, meeting_id=seat.meeting_id, person=person)
    if voice is None:
        return None
    return Mine(seat, str(person), voice=voice, may_say_why=_may_say_why(voice))


def _may_say_why(voice: MyVoice) -> bool:
    return voice.choice in answers.AGAINST_FIRST and not voice.reason


def _reading_to_give(scene: Scene, person: Person) -> UUID | None:
    """The second reading waits for her, or for anybody who may, which she may."""
    asked = scene.reading
    if asked is None or asked.answered_at or asked.asked_by_id == person.pk:
        return None
    may = access.may("badge.read-over", person, scene.meeting.group)
    return asked.pk if may and asked.asked_of_id in {None, person.pk} else None


def _next_here(scene: Scene, seat: Seat, companions: list[Seat]) -> Seat | None:
    """« Passez le téléphone à Tonio » : once she has answered, the next one here who has not."""
    if scene.giving:
        to_answer = scene.giving.to_answer
        return None if seat.person_id in to_answer else next((s for s in companions if s.person_id in to_answer), None)
    if not companions:
        return None
    if scene.phase is Phase.DEBATE and scene.asking:
        answered, able = scene.answered, {s.seat.person_id for s in scene.with_voice}
    elif scene.phase is Phase.STAMP and scene.stamping:
        answered, able = scene.pressers, {s.person_id for s in [seat, *companions] if not _stamps_not(scene, s)}
    else:
        return None
    if seat.person_id in able - answered:
        return None
    return next((s for s in companions if s.person_id in able - answered), None)
