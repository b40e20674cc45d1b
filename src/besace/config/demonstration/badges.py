"""The badges of the story, and how their webs grew."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle

from besace.badges.pictures import Choice as Picture
from besace.building import actions as building
from besace.building.models import Kind, Web
from besace.people.models import Group

from .people import Cast


@dataclass(frozen=True)
class Story:
    """What a group built: branches of know-how, ways of being, and the ideas it did not keep."""

    name: str
    sentence: str
    purpose: str
    branches: dict[str, tuple[str, ...]]
    being: tuple[str, ...]
    removed: tuple[str, ...] = ()
    picture: Picture | None = None


ITERASINIER = Story(
    name="Itérasinier",
    sentence="Soigner un âne et le mener en balade.",
    purpose="Accueillir des familles, et travailler avec la ferme voisine.",
    branches={
        "Approcher": ("Approcher l’âne doucement", "Lui parler avant de le toucher", "Passer le licol"),
        "Soigner": (
            "Le brosser",
            "Curer les pieds",
            "Vérifier son confort",
            "Repérer une blessure",
            "Le nourrir correctement",
        ),
        "Partir en balade": ("Le préparer à la balade", "Le faire monter dans un van", "Rassurer le public"),
    },
    being=("Rester calme", "Prendre son temps"),
    removed=("Connaître sa race",),
    picture=Picture(shape="circle", symbol="donkey"),
)
TABLEE = Story(
    name="Tablée",
    sentence="Cuisiner un repas pour vingt personnes avec ce qu’il y a.",
    purpose="Tenir la cuisine des fêtes du village.",
    branches={
        "Prévoir": ("Compter les parts", "Faire le menu avec les restes", "Écrire la liste des courses"),
        "Cuisiner": ("Garder une cuisine propre", "Tenir plusieurs cuissons à la fois", "Goûter et rectifier"),
        "Servir": ("Dresser les assiettes", "Servir chaud"),
    },
    being=("Répartir les tâches sans crier",),
    picture=Picture(shape="arch", symbol="pot"),
)
MAILLE = Story(
    name="Maille",
    sentence="Tricoter un ouvrage entier et l’apprendre à quelqu’un.",
    purpose="Animer l’atelier à la bibliothèque.",
    branches={
        "Tricoter": ("Monter les mailles", "Lire un modèle", "Rattraper une maille perdue", "Assembler les pièces"),
        "Transmettre": ("Montrer le geste lentement", "Laisser l’autre essayer"),
    },
    being=("Encourager",),
    picture=Picture(shape="hexagon", symbol="yarn"),
)
VELO = Story(
    name="Réparer un vélo",
    sentence="Remettre un vélo sur la route.",
    purpose="Ouvrir l’atelier vélo du samedi.",
    branches={
        "Regarder": ("Trouver la panne", "Vérifier les freins"),
        "Réparer": ("Changer une chambre à air", "Régler les vitesses", "Retendre la chaîne", "Redresser une roue"),
    },
    being=("Ranger les outils", "Expliquer ce qu’on fait"),
)


def begin(story: Story, *, group: Group, cast: Cast) -> Web:
    """The web has grown, nothing is decided yet: each idea by somebody else."""
    web = building.start_web(group, theme=story.name, by=cast.of(group)[0], purpose=story.purpose)
    grow(web, story=story, group=group, cast=cast)
    return web


def grow(web: Web, *, story: Story, group: Group, cast: Cast) -> None:
    """Branches by the one who leads, ideas by everybody in turn."""
    turns = cycle(cast.of(group))
    for branch_name, ideas in story.branches.items():
        branch = building.add_branch(web.pk, name=branch_name, by=cast["Maryse"])
        for idea in ideas:
            building.add_idea(web.pk, by=next(turns), text=idea, kind=Kind.KNOW_HOW, branch_id=branch.pk)
    for idea in (*story.being, *story.removed):
        kind = Kind.WAY_OF_BEING if idea in story.being else Kind.KNOW_HOW
        building.add_idea(web.pk, by=next(turns), text=idea, kind=kind)
