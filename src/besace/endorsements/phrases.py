"""The sentences that somebody says yes to, and those that are ready to be said."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SHOW_TO_WHO_HAS_THE_LINK = _("Qui ouvre ce lien voit ce badge et mon prénom.")
SHOW_BADGE = _("Qui ouvre ce lien peut recommander ce badge.")
MAY_BE_PUBLIC = _("Mon nom et mes mots pourront être lus par tous.")

OF_SOMEBODY = {
    "seen": _("J’ai vu cette personne le faire."),
    "worked": _("J’ai travaillé avec cette personne. Je confirme."),
    "trust": _("Je lui ferais confiance pour cela."),
}
OF_A_BADGE = {
    "recognise": _("Nous reconnaissons ce badge."),
    "useful": _("Ce savoir-faire compte dans notre métier."),
    "trust": _("Nous faisons confiance à celles et ceux qui le donnent."),
}
