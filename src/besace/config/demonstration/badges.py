"""The badges of the story: webs that grew, criteria that were debated, badges that were stamped."""

from __future__ import annotations

from dataclasses import dataclass

from besace.badges import actions as catalogue
from besace.badges.models import BadgeVersion
from besace.badges.pictures import Choice as Picture
from besace.building import actions as building
from besace.building.models import Kind, Round, Web
from besace.people.models import Group
from besace.votes import actions as votes
from besace.votes.rules import Choice

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
    peers, leader = cast.of(group), cast["Maryse"]
    web = building.start_web(group, theme=story.name, by=peers[0], purpose=story.purpose)
    turn = 0
    for branch_name, ideas in story.branches.items():
        branch = building.add_branch(web.pk, name=branch_name, by=leader)
        for idea in ideas:
            author = peers[turn % len(peers)]
            building.add_idea(web.pk, by=author, text=idea, kind=Kind.KNOW_HOW, branch_id=branch.pk)
            turn += 1
    for idea in (*story.being, *story.removed):
        kind = Kind.WAY_OF_BEING if idea in story.being else Kind.KNOW_HOW
        building.add_idea(web.pk, by=peers[turn % len(peers)], text=idea, kind=kind)
        turn += 1
    return web


def build(story: Story, *, group: Group, cast: Cast) -> BadgeVersion:
    """From the theme to the stamp, one voice each."""
    web, peers, leader = begin(story, group=group, cast=cast), cast.of(group), cast["Maryse"]
    building.open_debate(web.pk, by=leader, present=len(peers))
    for asked in Round.objects.filter(criterion__web=web).select_related("criterion"):
        _answer(asked, story=story, cast=cast, group=group)
    building.keep_all_unopposed(web.pk, by=leader)
    for asked in Round.objects.filter(criterion__web=web, criterion__text__in=story.removed).select_related(
        "criterion"
    ):
        building.remove(asked.criterion_id, by=leader)
    building.describe(web.pk, by=leader, sentence=story.sentence)
    if story.picture:
        building.choose_picture(web.pk, picture=story.picture, by=leader)
    building.to_read_over(web.pk, by=leader)
    building.open_stamp(web.pk, by=leader, present=len(peers))
    for peer in peers:
        building.press_stamp(web.pk, by=peer)
    version = building.stamp_badge(web.pk, by=leader)
    catalogue.publish(version.badge_id, by=leader)
    return version


def _answer(asked: Round, *, story: Story, cast: Cast, group: Group) -> None:
    choice = Choice.REMOVE if asked.criterion.text in story.removed else Choice.KEEP
    for peer in cast.of(group):
        votes.cast_voice(asked.ballot_id, by=peer, choice=choice)
