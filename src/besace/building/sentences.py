"""What is said about a web: the kind remarks, and the rule by which the badge was stamped."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .rules import Hint, Remark


def rule_in_words(*, people: int, present: int, chosen: Iterable[str] = ()) -> str:
    """Printed on the badge for ever, and whole: how these people decided; `chosen`: what this group does otherwise."""
    return " ".join([_usual_rule(people=people, present=present), *chosen])


def _usual_rule(*, people: int, present: int) -> str:
    return _(
        "Une personne, une voix. Chaque critère est gardé si personne ne s’y oppose. "
        "%(people)d personnes sur %(present)d présentes ont tamponné."
    ) % {"people": people, "present": max(present, people)}


def remark_in_words(remark: Remark) -> str:
    """One kind sentence; the facilitator may go on."""
    return {
        Hint.FEW_CRITERIA: _("Ce badge a peu de critères. Il en faut souvent quatre."),
        Hint.ALREADY_EXISTS: _("Un badge ressemblant existe : %s."),
        Hint.ABOUT_THE_PERSON: _("« %s » parle de la personne. Dites ce qu’elle fait."),
        Hint.EXPOSES: _("« %s » peut gêner quelqu’un. Dites plutôt le savoir."),
        Hint.NO_PURPOSE: _("Dites à quoi sert ce badge."),
        Hint.STILL_OPEN: _("Critères encore à décider : %s."),
    }[remark.hint].replace("%s", remark.about)


def rude_hint() -> str:
    """Told to the author alone."""
    return _("Ce mot peut blesser. Vous pouvez le changer.")
