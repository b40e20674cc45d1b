"""The pictures a person may choose to be recognised by: adult, friendly, told apart at a glance and by their name."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The key is the icon's name (Lucide) and is what Person.picture keeps.
PICTURES: dict[str, str | Promise] = {
    "bird": _("oiseau"),
    "cat": _("chat"),
    "dog": _("chien"),
    "fish": _("poisson"),
    "rabbit": _("lapin"),
    "snail": _("escargot"),
    "squirrel": _("écureuil"),
    "turtle": _("tortue"),
    "apple": _("pomme"),
    "carrot": _("carotte"),
    "cherry": _("cerise"),
    "grape": _("raisin"),
    "flower-2": _("fleur"),
    "clover": _("trèfle"),
    "tree-pine": _("sapin"),
    "leaf": _("feuille"),
    "sun": _("soleil"),
    "moon": _("lune"),
    "star": _("étoile"),
    "cloud": _("nuage"),
    "umbrella": _("parapluie"),
    "key": _("clé"),
    "bell": _("cloche"),
    "anchor": _("ancre"),
    "bike": _("vélo"),
    "sailboat": _("bateau"),
    "guitar": _("guitare"),
    "drum": _("tambour"),
    "hammer": _("marteau"),
    "scissors": _("ciseaux"),
    "coffee": _("café"),
    "house": _("maison"),
}
