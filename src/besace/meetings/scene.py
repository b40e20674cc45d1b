"""Everything the three screens may need of a meeting under way, each read at most once, when asked for."""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from besace.building import queries as building
from besace.building.models import Web
from besace.people.models import Person
from besace.votes import customs
from besace.votes import sentences as vote_words
from besace.votes.rules import Question

from . import answers, last_act, lead_queries, rules, sentences
from .giving import queries as giving_queries
from .lead_queries import Sitting
from .models import AgendaItem, Assurance, Meeting, Signal
from .rules import Phase
from .scene_badge import Voter
from .scene_debate import DebateScene


class Scene(DebateScene):
    """`Scene.of(meeting_id)`; the same for the three screens: what each may show of it is in `rules.sights`."""

    @classmethod
    def of(cls, meeting_id: UUID | str) -> Scene:
        return cls(lead_queries.proceedings_of(UUID(str(meeting_id))))

    # --- where we are ---

    @property
    def meeting(self) -> Meeting:
        return self.proceedings.meeting

    @property
    def phase(self) -> Phase:
        return Phase(self.proceedings.phase)

    @property
    def phase_name(self) -> str:
        return self.phase.name.lower()

    @property
    def words(self) -> sentences.PhaseWords:
        if self.giving:
            return sentences.GIVING if self.giving.is_open else sentences.GIVEN
        return sentences.PHASES[self.phase]

    @cached_property
    def giving(self) -> giving_queries.OnScreens | None:
        """The vote on giving a badge to somebody, when it is on the screens: it takes the place of the phase."""
        return giving_queries.on_screens(self.proceedings)

    @cached_property
    def towards(self) -> list[Sitting]:
        leading = frozenset({self.proceedings.leader_id, self.proceedings.helper_id} - {None})
        return giving_queries.towards_whom(self.room, self.giving, leading=leading) if self.giving else []

    @property
    def giving_voters(self) -> list[Voter]:
        """Who has answered, among those with a voice; never what."""
        shown = self.giving
        present = [s for s in self.room.sittings if shown and s.seat.person_id in shown.with_voice]
        return [Voter(s, bool(shown and s.seat.person_id in shown.answered)) for s in present]

    @property
    def step_labels(self) -> list[str]:
        return [str(sentences.PHASES[p].name) for p in Phase]

    @property
    def steps(self) -> list[dict[str, object]]:
        """The nine phases as the console's bar shows them."""
        now = int(self.phase)
        return [
            {
                "number": int(p),
                "name": sentences.PHASES[p].name,
                "state": "done" if p < now else "now" if p == now else "next",
                "is_free": rules.obstacle(p, progress=self.progress) is None,
            }
            for p in Phase
        ]

    @cached_property
    def progress(self) -> rules.Progress:
        return rules.Progress(
            has_theme=self.web is not None,
            ideas=len(self.criteria),
            undecided=len(self.undecided),
            kept=len(self.kept),
            is_vote_open=any(self.open_questions.values()) or self.is_giving,
            is_stamped=self.is_stamped,
            is_closed=not self.meeting.is_open,
            wordless=len(self.wordless),
            objections=len(self.objections),
        )

    @cached_property
    def last_act(self) -> last_act.Words | None:
        """What « Dernier geste » says and « Annuler » takes back."""
        return last_act.words_of(self.proceedings)

    @property
    def is_giving(self) -> bool:
        return self.giving is not None and self.giving.is_open

    @property
    def warnings(self) -> list[str]:
        """What to know before the next phase."""
        if self.phase is Phase.REVIEW:
            return []
        following = Phase(self.phase + 1)
        said = rules.warnings(following, progress=self.progress, present=self.room.number)
        if self.focus and self.phase is Phase.DEBATE:  # what is being decided is not a warning yet
            said = tuple(w for w in said if w is not rules.Warning_.STILL_UNDECIDED)
        return [str(sentences.WARNINGS[w]) for w in said]

    @property
    def simulated_said(self) -> str:
        """What the simulated people do when asked to, in a practice."""
        return str(sentences.SIMULATED[self.phase])

    @property
    def may_ask_simulated(self) -> bool:
        return self.phase not in sentences.SIMULATED_SILENT

    @property
    def next_phase(self) -> dict[str, object] | None:
        return self.steps[self.phase + 1] if self.phase < Phase.REVIEW else None

    @property
    def is_next_red(self) -> bool:
        """One red per screen: once the roll is called, or the theme is chosen, going on is the action that matters."""
        return (self.phase is Phase.WELCOME and not self.is_roll_due) or (self.phase is Phase.THEME and bool(self.web))

    # --- who is there ---

    @cached_property
    def waiting(self) -> list[str]:
        return [str(s.person or s.typed_name) for s in self.seats_there if s.admitted_at is None]

    @cached_property
    def signals(self) -> list[Signal]:
        """Every small sign that counts now, in one query."""
        return lead_queries.signals(self.proceedings, *Signal.Kind.values)

    @property
    def helps(self) -> list[Signal]:
        return [s for s in self.signals if s.kind == Signal.Kind.HELP]

    @property
    def objections(self) -> list[Signal]:
        """« Je ne suis pas d'accord », in « Relire »: heard before the stamp (PROTOCOL.md 1.3, phase 5)."""
        return [s for s in self.signals if s.kind == Signal.Kind.OBJECTION]

    @property
    def confused(self) -> int:
        return sum(s.kind == Signal.Kind.CONFUSED for s in self.signals)

    @property
    def done(self) -> int:
        return sum(s.kind == Signal.Kind.DONE for s in self.signals)

    @property
    def everybody_is_done(self) -> bool:
        return rules.everybody_is_done(done=self.done, present=self.room.number)

    @cached_property
    def coffee(self) -> dict[str, int]:
        """The practice vote: for trying, so it shows at once."""
        kinds = [s.kind for s in self.signals]
        yes, no = kinds.count(Signal.Kind.COFFEE), kinds.count(Signal.Kind.NO_COFFEE)
        return {"yes": yes, "no": no, "all": yes + no}

    @property
    def off_line(self) -> str:
        names = [s.name for s in self.room.off_line]
        return sentences.off_line(names) if names else ""

    @cached_property
    def possible_leaders(self) -> list[Sitting]:
        return lead_queries.possible_leaders(self.proceedings, room_=self.room)

    @cached_property
    def possible_readers(self) -> list[Sitting]:
        """Who, of those present, may read a badge over before it is published: never the one who leads."""
        able = lead_queries.able_to("badge.read-over", self.proceedings, room_=self.room)
        return [s for s in able if s.seat.pk != self.proceedings.leader_id]

    @cached_property
    def agenda(self) -> list[AgendaItem]:
        return list(self.meeting.agenda.select_related("web", "taken_by"))

    @cached_property
    def proposed_themes(self) -> list[AgendaItem]:
        return [item for item in self.agenda if item.kind == AgendaItem.Kind.BADGE and item.done_at is None]

    @cached_property
    def open_webs(self) -> list[Web]:
        """Badges begun another day and not finished."""
        if self.proceedings.is_practice:
            return []
        return [web for web in building.open_webs(self.meeting.group)[:7] if web.pk != self.proceedings.web_id]

    @cached_property
    def expected(self) -> list[Person]:
        """Members of the group who are not seated: one tap seats them without a phone."""
        if self.proceedings.is_practice:
            return []
        members = Person.objects.filter(memberships__group=self.meeting.group, is_active=True).distinct()
        return list(members.exclude(pk__in=[s.seat.person_id for s in self.room.sittings]).order_by("first_name"))

    @property
    def is_roll_due(self) -> bool:
        """Nobody called it yet, or somebody came in since whom nobody has confirmed."""
        called = self.proceedings.roll_called_at is not None
        return not called or any(s.seat.assurance != Assurance.CONFIRMED for s in self.room.present)

    @property
    def quorum_today(self) -> int:
        return rules.quorum(self.room.number)

    @cached_property
    def rule_today(self) -> list[str]:
        """How this group decides, to be read aloud at the start."""
        return vote_words.rule(customs.rule_of(self.meeting.group, question=Question.WORDING))

    @cached_property
    def reviewed(self) -> int:
        return sum(s.kind == Signal.Kind.REVIEWED for s in self.signals)

    # --- addresses and templates ---

    @property
    def site(self) -> str:
        return settings.SITE_URL.split("//", 1)[-1]

    @property
    def entry_address(self) -> str:
        """What the QR says: a secret of 128 bits."""
        return f"{settings.SITE_URL}{reverse('meetings:by_qr', args=[self.meeting.token])}"

    @property
    def projector_address(self) -> str:
        return f"{settings.SITE_URL}{reverse('meetings:projector', args=[self.proceedings.projector_key])}"

    @property
    def phone_template(self) -> str:
        return self._template("phone")

    @property
    def console_template(self) -> str:
        return self._template("console")

    @property
    def tools_template(self) -> str:
        return self._template("console", "_tools")

    @property
    def projector_template(self) -> str:
        return self._template("projector")

    def _template(self, screen: str, kind: str = "") -> str:
        if self.giving:
            return f"meetings/giving/{screen}{kind}.html"
        return f"meetings/{screen}/{self.phase_name}{kind}.html"

    coffee_options = answers.COFFEE
    faces = answers.FACE_OPTIONS

    # --- what one person sees of her own ---

    def late_sentence(self) -> str:
        return sentences.late_arrival(
            self.phase,
            badge=self.badge_name,
            ideas=len(self.criteria),
            criterion=self.position,
            criteria=len(self.queue),
        )

    @property
    def say_phase(self) -> str:
        """What « Écouter » reads on a phone."""
        return _("%(phase)s. %(instruction)s") % {"phase": self.words.name, "instruction": self.words.instruction}
