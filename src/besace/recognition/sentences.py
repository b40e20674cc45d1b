"""Why not, in words that help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from besace.core.errors import Conflict, NotAllowed, Refusal, Refused

from .rules import Why

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_SENTENCES: dict[Why, _StrPromise] = {
    Why.HERSELF: _("Personne ne décide pour soi. Demandez à quelqu’un d’autre."),
    Why.NOT_STAMPED: _("Ce badge n’est pas encore tamponné."),
    Why.ALREADY_HERS: _("Ce badge est déjà dans le sac."),
    Why.ALREADY_ASKED: _("C’est déjà demandé. Rien n’est perdu."),
    Why.NO_MEMBER: _("Il faut être du groupe pour cela."),
    Why.GUEST: _("Un invité ne vote pas pour donner un badge."),
    Why.PARTNER: _("Les partenaires ne votent pas ici."),
    Why.NOT_SURE_ENOUGH: _("Montrez votre carte, ou demandez à l’animatrice."),
    Why.TOO_CLOSE: _("Vous êtes trop proche. Quelqu’un d’autre peut le faire."),
    Why.TOO_FEW_OBSERVERS: _("Il faut deux personnes qui regardent."),
    Why.NONE_CHOSEN_BY_HER: _("La personne choisit au moins une de celles qui regardent."),
    Why.NO_DATE: _("Choisissez un jour."),
    Why.NOT_DONE_YET: _("La mise en situation n’a pas encore eu lieu."),
    Why.NO_CRITERION: _("Choisissez au moins un critère à regarder."),
    Why.NOTHING_SEEN: _("Aucun critère n’a été vu pour l’instant."),
    Why.NOBODY_WROTE: _("Ceux qui ont regardé n’ont pas encore raconté."),
    Why.NO_REVIEWER: _("Pour ce badge, les pairs décident ensemble."),
    Why.NAMES_NO_CRITERION: _("Dites quel critère il reste à montrer."),
    Why.A_JURY_DECIDES: _("Pour ce badge, un jury extérieur décide."),
    Why.TOO_FEW_VOICES: _("Il faut 3 personnes qui peuvent voter. Faites l’appel."),
    Why.WRONG_MOMENT: _("Ce n’est pas le moment. La page a peut-être changé."),
}

_KINDS: dict[Why, type[Refused]] = {
    Why.HERSELF: NotAllowed,
    Why.NO_MEMBER: NotAllowed,
    Why.GUEST: NotAllowed,
    Why.PARTNER: NotAllowed,
    Why.NOT_SURE_ENOUGH: NotAllowed,
    Why.TOO_CLOSE: NotAllowed,
    Why.NO_REVIEWER: NotAllowed,
    Why.ALREADY_HERS: Conflict,
    Why.ALREADY_ASKED: Conflict,
    Why.WRONG_MOMENT: Conflict,
}


def refuse_unless_fine(why: Why) -> None:
    """Let it pass, or raise the refusal with its sentence."""
    if why is not Why.FINE:
        raise _KINDS.get(why, Refusal)(why.value, str(_SENTENCES[why]))
