"""What a vote says on the screen: its answers, its rule, its decision. One idea, twelve words at most."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .result import Result
from .rules import OFFERED, Choice, Outcome, Question, Rule, Step, Words, in_words

_CHOICES = {
    Choice.KEEP: gettext_lazy("Garder"),
    Choice.REWORD: gettext_lazy("Reformuler"),
    Choice.MERGE: gettext_lazy("Réunir"),
    Choice.REMOVE: gettext_lazy("Enlever"),
    Choice.YES: gettext_lazy("Oui"),
    Choice.CAN_LIVE: gettext_lazy("Je peux vivre avec"),
    Choice.NO: gettext_lazy("Non, parce que…"),
    Choice.NOT_YET: gettext_lazy("Pas encore"),
    Choice.STAMP: gettext_lazy("Je tamponne"),
    Choice.BLANK: gettext_lazy("Je n’ai pas d’avis"),
    Choice.WITHDRAWN: gettext_lazy("Je suis trop proche"),
}
_OTHERWISE = {
    (Question.PEERS, Choice.YES): gettext_lazy("Oui, je reconnais"),
    (Question.PEERS, Choice.BLANK): gettext_lazy("Je ne sais pas"),
    (Question.WORDING, Choice.BLANK): gettext_lazy("Je ne sais pas"),
    (Question.PRACTICE, Choice.NO): gettext_lazy("Non"),
}
_RULE = {
    "who-everyone": gettext_lazy("Chaque personne présente a une voix."),
    "who-members": gettext_lazy("Chaque membre du groupe a une voix."),
    "who-ambassadors-and-participants": gettext_lazy("Les participants et les ambassadeurs ont une voix."),
    "no-guests": gettext_lazy("Les invités ne votent pas cette fois."),
    "quorum-half": gettext_lazy("Il faut la moitié des présents, et au moins %(number)s voix."),
    "quorum-fixed": gettext_lazy("Il faut au moins %(number)s voix."),
    "quorum-percent": gettext_lazy("Il faut au moins %(number)s présents sur 100."),
    "quorum-none": gettext_lazy("Le vote compte, même à peu de personnes."),
    "majority-simple": gettext_lazy("Il faut plus de pour que de contre."),
    "majority-two-thirds": gettext_lazy("Il faut au moins 2 « pour » sur 3."),
    "majority-three-quarters": gettext_lazy("Il faut au moins 3 « pour » sur 4."),
    "blank-for-quorum": gettext_lazy("« Je n’ai pas d’avis » n’est ni pour ni contre."),
    "blank-counts": gettext_lazy("« Je n’ai pas d’avis » compte parmi les réponses."),
    "silence": gettext_lazy("Ne pas répondre ne compte pas."),
    "secrecy-open": gettext_lazy("Ce vote est public. On sait qui a dit oui."),
    "secrecy-nameless": gettext_lazy("On montre les nombres, jamais les noms."),
    "secrecy-secret": gettext_lazy("Personne ne voit votre réponse. Ni l’animatrice. On garde seulement le nombre."),
    "change-until-closing": gettext_lazy("Vous pouvez changer jusqu’à la fin du vote."),
    "no-change": gettext_lazy("Vous ne pourrez pas changer de réponse."),
    "facilitator-abstains": gettext_lazy("L’animatrice ne vote pas."),
}


def choice(which: Choice, *, question: Question) -> str:
    """The words of one answer, as this question says it."""
    return str(_OTHERWISE.get((question, which), _CHOICES[which]))


def choices(question: Question) -> list[tuple[Choice, str]]:
    """The answers offered, in their order, with their words."""
    return [(which, choice(which, question=question)) for which in OFFERED[question]]


def rule(of: Rule) -> list[str]:
    """The rule, said before the vote."""
    return [_say(words) for words in in_words(of)]


def _say(words: Words) -> str:
    return str(_RULE[words.code]) % {"number": words.number}


def decision(result: Result) -> str:
    """What the vote decided, in one sentence."""
    if result.step is Step.DEBATE:
        return _("On en parle ensemble.")
    if result.step is Step.REWORD:
        return _("On cherche encore une phrase.")
    if result.outcome is Outcome.ADOPTED:
        return _("C’est accepté.")
    if result.outcome is Outcome.REJECTED:
        return _("Ce n’est pas accepté.")
    return _("Ce n’est pas décidé aujourd’hui. C’est à revoir.")


def voices(result: Result) -> str:
    """« 31 voix : 22 par téléphone, 9 à main levée »."""
    total = ngettext("%(n)s voix", "%(n)s voix", result.voices) % {"n": result.voices}
    parts = [
        (result.by_phone, _("%(n)s par téléphone")),
        (result.hands, _("%(n)s à main levée")),
        (result.entered_for_somebody, _("%(n)s par l’animatrice")),
    ]
    told = [sentence % {"n": number} for number, sentence in parts if number]
    return total if len(told) < 2 else _("%(total)s : %(parts)s") % {"total": total, "parts": ", ".join(told)}


def late(number: int) -> str:
    """What the facilitator sees of the voices that came after the end."""
    return ngettext("%(n)s réponse arrivée après", "%(n)s réponses arrivées après", number) % {"n": number}
