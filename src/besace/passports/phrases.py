"""The sentences she says yes to. What is kept of her yes is the sentence as she read it (SECURITY.md P07)."""

from django.utils.translation import gettext_lazy as _

SHOW_ADDRESS = _("Je montre ce badge. Qui a son adresse peut le lire.")
SHOW_BY_LINK = _("Je montre ces badges. Qui a le lien peut les lire.")
SHOW_NAME = _("Je montre aussi mon prénom.")
