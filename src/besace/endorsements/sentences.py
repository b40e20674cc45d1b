"""Why not, in words that help; and kind remarks on words that expose somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from besace.badges import words
from besace.core.errors import Conflict, NotAllowed, Refused

from .rules import Why

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Over(Refused):
    """The link was good, and is no more: 410, with a way out."""

    status = 410


_SENTENCES: dict[Why, _StrPromise] = {
    Why.HERSELF: gettext_lazy("Ce badge est à vous. Donnez le lien à quelqu’un d’autre."),
    Why.ENDED: gettext_lazy("Ce lien ne sert plus. Demandez-en un autre."),
    Why.FULL: gettext_lazy("Ce lien a déjà servi. Demandez-en un autre."),
    Why.NOT_IN_FORCE: gettext_lazy("Ce badge n’est plus en vigueur. Rien n’est envoyé."),
    Why.TOO_MANY: gettext_lazy("Beaucoup de mots attendent déjà. Revenez plus tard."),
}
_KINDS: dict[Why, type[Refused]] = {Why.HERSELF: NotAllowed, Why.ENDED: Over, Why.FULL: Over}


def refuse_unless_fine(why: Why) -> None:
    """Let it pass, or raise the refusal with its sentence."""
    if why is not Why.FINE:
        raise _KINDS.get(why, Conflict)(why.value, str(_SENTENCES[why]))


def remarks(text: str) -> list[str]:
    """A word that tells what somebody lives on, believes or suffers, or a rude one; a human decides."""
    exposing = [
        _("« %(word)s » parle de la vie privée. Mieux vaut l’enlever.") % {"word": found.word}
        for found in words.exposing(text)
    ]
    rude = [_("« %(word)s » peut blesser. Mieux vaut l’enlever.") % {"word": found.word} for found in words.rude(text)]
    return list(dict.fromkeys([*exposing, *rude]))
