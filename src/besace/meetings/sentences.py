"""What the three screens say: every sentence of a meeting that code must choose (12 words at most)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .rules import Obstacle, Phase, Warning_

Sentence = str | Promise


@dataclass(frozen=True)
class PhaseWords:
    """A phase in words: its name, what people do, what the facilitator does, its icon."""

    name: Sentence
    instruction: Sentence
    lead: Sentence
    icon: str


@dataclass(frozen=True)
class ActWords:
    """What who leads did to the web: how it is told, and its name on « Annuler : … »."""

    told: Sentence
    name: Sentence


PHASES: dict[Phase, PhaseWords] = {
    Phase.WELCOME: PhaseWords(
        gettext_lazy("Accueil"),
        gettext_lazy("On s’installe. On attend tout le monde."),
        gettext_lazy("Faites l’appel. Installez les personnes sans téléphone."),
        "door-open",
    ),
    Phase.THEME: PhaseWords(
        gettext_lazy("Thème"),
        gettext_lazy("Quel badge voulons-nous faire aujourd’hui ?"),
        gettext_lazy("Choisissez un thème. On parle de la compétence, pas de la personne."),
        "target",
    ),
    Phase.WEB: PhaseWords(
        gettext_lazy("Toile"),
        gettext_lazy("Que faut-il savoir faire ?"),
        gettext_lazy("Écrivez pour qui n’a pas de téléphone."),
        "sprout",
    ),
    Phase.TIDY: PhaseWords(
        gettext_lazy("Ranger"),
        gettext_lazy("Deux idées se ressemblent ? Dites-le."),
        gettext_lazy("Réunissez ce qui est pareil. Nommez les branches."),
        "combine",
    ),
    Phase.DEBATE: PhaseWords(
        gettext_lazy("Débat"),
        gettext_lazy("On décide, un critère après l’autre."),
        gettext_lazy("Posez la question. Attendez les réponses. Fermez le vote."),
        "messages-square",
    ),
    Phase.REREAD: PhaseWords(
        gettext_lazy("Relire"),
        gettext_lazy("On relit tout le badge, une dernière fois."),
        gettext_lazy("Relisez à voix haute. Choisissez l’image."),
        "book-open",
    ),
    Phase.STAMP: PhaseWords(
        gettext_lazy("Tampon"),
        gettext_lazy("Touchez « Je tamponne » si vous êtes d’accord."),
        gettext_lazy("Chacun tamponne. Puis fermez le tampon."),
        "stamp",
    ),
    Phase.PUBLISH: PhaseWords(
        gettext_lazy("Publier"),
        gettext_lazy("Le badge est prêt à être montré."),
        gettext_lazy("Publiez maintenant, ou après une deuxième lecture."),
        "globe",
    ),
    Phase.REVIEW: PhaseWords(
        gettext_lazy("Bilan"),
        gettext_lazy("Comment était cette séance pour vous ?"),
        gettext_lazy("Remerciez. Puis fermez la séance."),
        "smile",
    ),
}

GIVING = PhaseWords(
    gettext_lazy("Reconnaître"),
    gettext_lazy("Les pairs répondent, en secret."),
    gettext_lazy("Lisez à voix haute ce qu’on a vu. Puis attendez."),
    "users",
)
GIVEN = PhaseWords(
    gettext_lazy("Reconnaître"),
    gettext_lazy("Le vote est fini."),
    gettext_lazy("Parlez d’abord à la personne, à part."),
    "users",
)

# What the simulated people of a practice do, said on the console before they do it.
SIMULATED: dict[Phase, Sentence] = {
    Phase.WELCOME: gettext_lazy("Ils disent s’ils ont bu un café."),
    Phase.THEME: gettext_lazy("Deux personnes proposent un thème. Vous choisissez."),
    Phase.WEB: gettext_lazy("Chacun donne une idée. Une personne demande de l’aide."),
    Phase.TIDY: gettext_lazy("Deux personnes trouvent deux idées pareilles."),
    Phase.DEBATE: gettext_lazy("Ils répondent à tout. Parfois, quelqu’un n’est pas d’accord."),
    Phase.REREAD: gettext_lazy("Ils écoutent. Écrivez le badge en une phrase."),
    Phase.STAMP: gettext_lazy("Ils tamponnent, une fois le tampon ouvert."),
    Phase.PUBLISH: gettext_lazy("Ils attendent. Ici, rien n’est publié."),
    Phase.REVIEW: gettext_lazy("Ils disent comment était la séance."),
}
SIMULATED_SILENT = (Phase.REREAD, Phase.PUBLISH)  # nothing to ask of them

OBSTACLES: dict[Obstacle, Sentence] = {
    Obstacle.MEETING_CLOSED: gettext_lazy("Cette séance est finie. Ouvrez-en une autre."),
    Obstacle.VOTE_OPEN: gettext_lazy("Un vote est ouvert. Fermez-le d’abord."),
    Obstacle.NO_THEME: gettext_lazy("Il n’y a pas encore de thème. Choisissez-en un."),
    Obstacle.NO_IDEA: gettext_lazy("La toile est vide. Ajoutez une idée."),
    Obstacle.NOTHING_KEPT: gettext_lazy("Aucun critère n’est gardé. Décidez-en un."),
    Obstacle.NOT_STAMPED: gettext_lazy("Le badge n’est pas tamponné. Tamponnez d’abord."),
}

# By the verb of a step of the web (building/actions).
ACTS: dict[str, ActWords] = {
    "merge": ActWords(gettext_lazy("Des idées sont réunies."), gettext_lazy("réunir")),
    "split": ActWords(gettext_lazy("Une idée est séparée."), gettext_lazy("séparer")),
    "move": ActWords(gettext_lazy("Une idée a changé de branche."), gettext_lazy("déplacer")),
    "reword": ActWords(gettext_lazy("Une phrase a changé."), gettext_lazy("reformuler")),
    "order": ActWords(gettext_lazy("L’ordre a changé."), gettext_lazy("l’ordre")),
    "hide": ActWords(gettext_lazy("Une idée est cachée."), gettext_lazy("cacher")),
    "remove": ActWords(gettext_lazy("Un critère est enlevé."), gettext_lazy("enlever")),
    "restore": ActWords(gettext_lazy("Un critère est remis."), gettext_lazy("remettre")),
    "rename-branch": ActWords(gettext_lazy("Une branche a changé de nom."), gettext_lazy("le nom")),
    "tidy": ActWords(gettext_lazy("La toile est rangée."), gettext_lazy("ranger")),
    "open-debate": ActWords(gettext_lazy("Le débat est ouvert."), gettext_lazy("le débat")),
    "keep-all": ActWords(gettext_lazy("Ce que tous gardent est gardé."), gettext_lazy("tout garder")),
    "settle": ActWords(gettext_lazy("Un critère est décidé."), gettext_lazy("la décision")),
    "read-over": ActWords(gettext_lazy("On relit le badge."), gettext_lazy("relire")),
    "back-to-ideas": ActWords(gettext_lazy("On revient aux idées."), gettext_lazy("les idées")),
}

WARNINGS: dict[Warning_, Sentence] = {
    Warning_.BELOW_QUORUM: gettext_lazy("Vous êtes moins de 3. On ne peut pas décider."),
    Warning_.STILL_UNDECIDED: gettext_lazy("Des critères ne sont pas décidés. Ils restent pour plus tard."),
    Warning_.OBJECTION: gettext_lazy("Quelqu’un n’est pas d’accord. Écoutez ses raisons."),
    Warning_.WORDLESS: gettext_lazy("Une photo ou une voix attend encore ses mots."),
    Warning_.FEW_CRITERIA: gettext_lazy("Moins de 4 critères. Le badge est peut-être trop petit."),
}

FACES: dict[int, tuple[str, Sentence]] = {
    1: ("angry", gettext_lazy("Pas bien du tout")),
    2: ("frown", gettext_lazy("Pas très bien")),
    3: ("meh", gettext_lazy("Moyen")),
    4: ("smile", gettext_lazy("Bien")),
    5: ("laugh", gettext_lazy("Très bien")),
}


def late_arrival(phase: Phase, *, badge: str, ideas: int, criterion: int, criteria: int) -> str:
    """« Nous faisons le badge Itérasinier. 41 idées. On décide critère 12 sur 41. »"""
    if not badge:
        return _("Bienvenue. Nous n’avons pas encore choisi le badge.")
    said = [_("Nous faisons le badge %(name)s.") % {"name": badge}]
    if ideas and phase >= Phase.WEB:
        said.append(ngettext("%(n)s idée.", "%(n)s idées.", ideas) % {"n": ideas})
    if phase is Phase.DEBATE and criterion:
        said.append(_("On décide le critère %(n)s sur %(of)s.") % {"n": criterion, "of": criteria})
    else:
        said.append(f"{PHASES[phase].name}.")
    return " ".join(said)


def voices_by_way(*, phones: int, hands: int, proxies: int) -> str:
    """« 31 voix : 22 par téléphone, 9 à main levée. »"""
    total = phones + hands + proxies
    parts = [
        (phones, _("%(n)s par téléphone")),
        (hands, _("%(n)s à main levée")),
        (proxies, ngettext("%(n)s saisie par l’animatrice", "%(n)s saisies par l’animatrice", proxies)),
    ]
    said = ", ".join(text % {"n": n} for n, text in parts if n)
    return _("%(total)s voix : %(parts)s.") % {"total": total, "parts": said} if said else _("0 voix.")


def late_voices(count: int) -> str:
    return ngettext("%(n)s réponse arrivée après.", "%(n)s réponses arrivées après.", count) % {"n": count}


def off_line(names: list[str]) -> str:
    """« 3 téléphones hors réseau : Odile, Kévin, Tonio. »"""
    told = ngettext("%(n)s téléphone hors réseau : %(names)s.", "%(n)s téléphones hors réseau : %(names)s.", len(names))
    return told % {"n": len(names), "names": ", ".join(names)}
