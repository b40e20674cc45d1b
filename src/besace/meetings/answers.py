"""The large answers of a meeting: a word, a picture, always the same one for the same thing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from besace.votes.rules import Choice, Outcome, Question, Step

from .models import Signal
from .sentences import FACES, Sentence


@dataclass(frozen=True)
class Option:
    value: str
    label: Sentence
    icon: str
    hint: Sentence = ""
    blank: bool = False


_BLANK = Option(Choice.BLANK, _("Je n’ai pas d’avis"), "circle-dashed", blank=True)
OPTIONS: dict[str, tuple[Option, ...]] = {
    Question.FIRST_ANSWER: (
        Option(Choice.KEEP, _("Garder"), "check", _("C’est bien dit.")),
        Option(Choice.REWORD, _("Reformuler"), "pencil-line", _("Je le dis autrement.")),
        Option(Choice.MERGE, _("Réunir"), "merge", _("Il ressemble à un autre.")),
        Option(Choice.REMOVE, _("Enlever"), "x", _("Il n’est pas utile ici.")),
        _BLANK,
    ),
    Question.WORDING: (
        Option(Choice.YES, _("Oui"), "check"),
        Option(Choice.CAN_LIVE, _("Je peux vivre avec"), "equal-approximately"),
        Option(Choice.NO, _("Non, parce que…"), "x"),
        Option(Choice.BLANK, _("Je ne sais pas"), "circle-dashed", blank=True),
    ),
}
COFFEE = (
    Option(Signal.Kind.COFFEE, _("Oui"), "coffee"),
    Option(Signal.Kind.NO_COFFEE, _("Non"), "x"),
)
FACE_OPTIONS = tuple(Option(str(n), word, icon) for n, (icon, word) in sorted(FACES.items(), reverse=True))

SHORT = {Choice.BLANK: _("Sans avis"), Choice.CAN_LIVE: _("Peut vivre avec"), Choice.NO: _("Non")}
AGAINST_FIRST = frozenset({Choice.REWORD, Choice.MERGE, Choice.REMOVE})

OUTCOMES: dict[Outcome, tuple[str, Sentence]] = {
    Outcome.ADOPTED: ("ink", _("Gardé")),
    Outcome.REJECTED: ("removed", _("Enlevé")),
}
STEPS: dict[Step, tuple[str, Sentence]] = {
    Step.DEBATE: ("pencil", _("On en parle. Écoutons les raisons.")),
    Step.REWORD: ("pencil", _("Encore une phrase, puis la majorité.")),
    Step.REVISIT: ("wait", _("Pas décidé aujourd’hui. À revoir.")),
    Step.DONE: ("pencil", _("Pas décidé.")),
}


def option(question: str, choice: str) -> Option:
    return next(o for o in OPTIONS[question] if o.value == choice)
