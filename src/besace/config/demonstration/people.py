"""Thirty invented people in three groups; a third of them have no e-mail. Those who visit choose to be one of four."""

from __future__ import annotations

from dataclasses import dataclass, field

from besace.people import actions
from besace.people.models import Group, Organisation, Person, Role

# First name, picture, e-mail or telephone or nothing.
TUESDAY = (
    ("Odile", "bird", ""),
    ("Tonio", "bike", "tonio@exemple.fr"),
    ("Fatou", "flower", "fatou@exemple.fr"),
    ("Kévin", "fish", ""),
    ("Lucette", "apple", ""),
    ("Bachir", "moon", "bachir@exemple.fr"),
    ("Aïcha", "star", "06 39 98 12 04"),
    ("Marcel", "hammer", ""),
    ("Jeanne", "leaf", "jeanne@exemple.fr"),
    ("Rémi", "music", "remi@exemple.fr"),
    ("Gérard", "anchor", ""),
    ("Mireille", "cake", "06 39 98 12 05"),
)
KITCHEN = (
    ("Nadia", "carrot", "nadia@exemple.fr"),
    ("Paul", "coffee", "paul@exemple.fr"),
    ("Sylvie", "croissant", ""),
    ("Yanis", "flame", "yanis@exemple.fr"),
    ("Colette", "cherry", ""),
    ("Ahmed", "cookie", "ahmed@exemple.fr"),
    ("Denise", "gift", ""),
)
KNITTERS = (
    ("Loïc", "cat", "loic@exemple.fr"),
    ("Rosa", "rabbit", "rosa@exemple.fr"),
    ("Ginette", "snail", ""),
    ("Mariam", "sun", "06 39 98 12 06"),
    ("Élise", "cloud", "elise@exemple.fr"),
    ("Jo", "turtle", ""),
)
AMBASSADORS = ("Fatou", "Nadia")


@dataclass
class Cast:
    """Everybody, by first name; each is one person whatever the number of groups."""

    organisation: Organisation
    tuesday: Group
    kitchen: Group
    knitters: Group
    people: dict[str, Person] = field(default_factory=dict)

    def __getitem__(self, first_name: str) -> Person:
        return self.people[first_name]

    def of(self, group: Group) -> list[Person]:
        """The peers of a group, in the order in which they came."""
        names = {self.tuesday.pk: TUESDAY, self.kitchen.pk: KITCHEN, self.knitters.pk: KNITTERS}[group.pk]
        return [self.people[name] for name, _picture, _contact in names]


def gather() -> Cast:
    """The association opens: its administrator, three groups, those who lead them, those who come, its partners."""
    camille = actions.make_person("Camille", picture="key")
    organisation = actions.make_organisation("Les Savoirs du mardi", administrator=camille)
    actions.add_contact(camille, "camille@exemple.fr", by=camille)
    tuesday, kitchen, knitters = groups = [
        actions.make_group("Atelier du mardi", organisation=organisation, by=camille, place="Salle du Moulin"),
        actions.make_group("Cuisine partagée", organisation=organisation, by=camille, place="Cuisine de l’école"),
        actions.make_group("Les mailles du jeudi", organisation=organisation, by=camille, place="Bibliothèque"),
    ]
    cast = Cast(organisation, tuesday, kitchen, knitters, people={"Camille": camille})
    _lead(cast)
    for group, names in zip(groups, (TUESDAY, KITCHEN, KNITTERS), strict=True):
        for name, picture, contact in names:
            _welcome(cast, name, group=group, picture=picture, contact=contact)
    _partners(cast)
    return cast


def _lead(cast: Cast) -> None:
    maryse = actions.add_person(
        "Maryse",
        group=cast.tuesday,
        by=cast["Camille"],
        contact="maryse@exemple.fr",
        role=Role.FACILITATOR,
        picture="sun",
    )
    cast.people["Maryse"] = maryse
    for group in (cast.kitchen, cast.knitters):
        actions.give_role(maryse, role=Role.FACILITATOR, group=group, by=cast["Camille"])


def _welcome(cast: Cast, name: str, *, group: Group, picture: str, contact: str) -> None:
    role = Role.AMBASSADOR if name in AMBASSADORS else Role.PARTICIPANT
    cast.people[name] = actions.add_person(
        name, group=group, by=cast["Maryse"], contact=contact, role=role, picture=picture
    )


def _partners(cast: Cast) -> None:
    """Somebody of a farm that employs, somebody of the committee that funds."""
    for name, picture, contact in (
        ("Hugues", "tree-deciduous", "hugues@exemple.fr"),
        ("Inès", "house", "ines@exemple.fr"),
    ):
        cast.people[name] = actions.add_person(
            name, group=cast.tuesday, by=cast["Camille"], contact=contact, role=Role.PARTNER, picture=picture
        )


def to_be() -> dict[str, Person]:
    """Whom a visitor may be, role by role: those of the story, found again by their place in the group."""
    found: dict[str, Person] = {}
    for name, first_name, role in (
        ("facilitator", "Maryse", Role.FACILITATOR),
        ("participant", "Odile", Role.PARTICIPANT),
        ("partner", "Hugues", Role.PARTNER),
        ("administrator", "Camille", Role.ADMINISTRATOR),
    ):
        somebody = Person.objects.filter(first_name=first_name, memberships__role=role).order_by("created_at").first()
        if somebody:
            found[name] = somebody
    return found
