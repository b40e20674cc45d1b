"""Turns the standard's codes into plain sentences: what somebody who has never heard of it needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from sceau.report import Check, Report

Said = tuple["_StrPromise", "_StrPromise"]
"""What is so, in bold; and one more sentence, or nothing."""

NOTHING = gettext_lazy("")

BY_CODE: dict[str, Said] = {
    "expired": (gettext_lazy("Il n’est plus valable."), gettext_lazy("Sa date de fin est passée.")),
    "not-yet-valid": (gettext_lazy("Il n’est pas encore valable."), gettext_lazy("Sa date de début n’est pas venue.")),
    "revoked": (gettext_lazy("Il n’est plus en vigueur."), gettext_lazy("Qui l’a donné l’a retiré.")),
    "suspended": (gettext_lazy("Il est mis de côté."), gettext_lazy("Qui l’a donné regarde une question.")),
    "replaced": (gettext_lazy("Il a été remplacé."), gettext_lazy("Qui l’a donné en a signé un corrigé.")),
    "unsigned": (gettext_lazy("Personne ne l’a signé."), gettext_lazy("On ne peut pas savoir qui l’a donné.")),
    "unsigned-parts": (
        gettext_lazy("Une partie n’est pas signée."),
        gettext_lazy("Quelqu’un a pu l’ajouter après."),
    ),
    "not-a-badge": (
        gettext_lazy("Ce n’est ni un badge, ni son lien."),
        gettext_lazy("Collez son adresse, ou tout son texte."),
    ),
    "no-badge-inside": (
        gettext_lazy("Ce fichier ne contient pas de badge."),
        gettext_lazy("Une photo d’écran perd le badge. Demandez le fichier."),
    ),
    "two-badges": (gettext_lazy("Il y a deux badges dans ce fichier."), gettext_lazy("Vérifiez-les un par un.")),
    "issuer-not-confirmed": (
        gettext_lazy("La signature va, mais de qui est-elle ?"),
        gettext_lazy("Rien ne la relie à celui qui l’aurait donné."),
    ),
    "unknown-cryptosuite": (
        gettext_lazy("Nous ne savons pas lire cette signature."),
        gettext_lazy("Cela ne dit rien contre le badge."),
    ),
    "offline": (gettext_lazy("Le réseau manque."), gettext_lazy("Essayez de nouveau plus tard.")),
    "too-complex": (gettext_lazy("Ce badge est trop compliqué."), gettext_lazy("Nous refusons de le lire.")),
}

UNASKED = frozenset({"not-asked", "nobody-named"})

BY_STEP: dict[str, dict[str, Said]] = {
    "carrier": {
        "passed": (gettext_lazy("Le fichier se lit bien."), NOTHING),
        "failed": (gettext_lazy("Le fichier est abîmé."), gettext_lazy("Demandez-en un autre.")),
        "unknown": (gettext_lazy("Le fichier ne se lit pas en entier."), NOTHING),
    },
    "shape": {
        "passed": (gettext_lazy("Il a tout ce qu’un badge doit avoir."), NOTHING),
        "failed": (gettext_lazy("Il lui manque quelque chose."), gettext_lazy("Ce n’est pas un badge en règle.")),
        "unknown": (gettext_lazy("Nous ne connaissons pas cette sorte de badge."), NOTHING),
    },
    "schema": {
        "passed": (gettext_lazy("Il suit le standard."), NOTHING),
        "failed": (gettext_lazy("Il ne suit pas le standard."), gettext_lazy("Ce n’est pas un badge en règle.")),
        "unknown": (gettext_lazy("On n’a pas pu comparer au standard."), NOTHING),
    },
    "issuer": {
        "passed": (gettext_lazy("On sait qui l’a donné."), NOTHING),
        "failed": (gettext_lazy("Celui qui l’aurait donné ne le confirme pas."), NOTHING),
        "unknown": (gettext_lazy("On n’a pas pu joindre qui l’a donné."), gettext_lazy("Essayez plus tard.")),
    },
    "key": {
        "passed": (gettext_lazy("La signature est à celui qui l’a donné."), NOTHING),
        "failed": (gettext_lazy("La signature n’est pas à celui qui l’aurait donné."), NOTHING),
        "unknown": (gettext_lazy("On n’a pas pu trouver la clé."), gettext_lazy("Essayez plus tard.")),
    },
    "proof": {
        "passed": (gettext_lazy("Personne n’a changé le badge."), gettext_lazy("Il est comme au premier jour.")),
        "failed": (gettext_lazy("Le badge a été changé."), gettext_lazy("Il n’est plus comme au premier jour.")),
        "unknown": (gettext_lazy("On n’a pas pu vérifier la signature."), NOTHING),
    },
    "dates": {
        "passed": (gettext_lazy("Ses dates sont bonnes."), NOTHING),
        "failed": (gettext_lazy("Ses dates ne vont pas."), NOTHING),
        "unknown": (gettext_lazy("Ses dates ne se lisent pas."), NOTHING),
    },
    "status": {
        "passed": (gettext_lazy("Il tient toujours."), gettext_lazy("Qui l’a donné ne l’a pas retiré.")),
        "failed": (gettext_lazy("Il n’est plus en vigueur."), gettext_lazy("Qui l’a donné l’a retiré.")),
        "unknown": (gettext_lazy("On ne sait pas s’il tient toujours."), gettext_lazy("Essayez plus tard.")),
    },
    "recipient": {
        "passed": (gettext_lazy("Il est bien à cette personne."), NOTHING),
        "failed": (gettext_lazy("Il n’est pas à cette personne."), NOTHING),
        "unknown": (gettext_lazy("Il ne dit pas à qui il est."), NOTHING),
    },
    "image": {
        "passed": (gettext_lazy("L’image est celle du badge."), NOTHING),
        "failed": (gettext_lazy("L’image n’est pas celle du badge."), gettext_lazy("Fiez-vous au texte.")),
        "unknown": (gettext_lazy("On n’a pas pu comparer l’image."), NOTHING),
    },
    "endorsements": {
        "passed": (gettext_lazy("Ceux qui l’appuient l’ont bien signé."), NOTHING),
        "failed": (gettext_lazy("Un des appuis n’est pas bon."), NOTHING),
        "unknown": (gettext_lazy("On n’a pas pu vérifier les appuis."), NOTHING),
    },
}

OTHERWISE: dict[str, Said] = {
    "passed": (gettext_lazy("Cette étape va."), NOTHING),
    "failed": (gettext_lazy("Cette étape ne va pas."), NOTHING),
    "unknown": (gettext_lazy("Cette étape n’a pas pu se faire."), NOTHING),
}


@dataclass(frozen=True)
class Step:
    """One step as it is shown: `outcome` chooses the mark, `code` and `about` are for who wants the detail."""

    outcome: str
    title: str
    sentence: str
    code: str
    about: str


def steps(report: Report, *, ours: str = "") -> list[Step]:
    """Every step that was taken: whose badge it is was not asked on this page, so nothing is said of it.

    `ours`: the state of a badge of this site, which knows more than its bit in the list.
    """
    return [_step(check, ours=ours) for check in report.checks if check.code not in UNASKED]


def headline(report: Report, *, ours: str = "") -> str:
    """The verdict in one sentence (SECURITY.md A14: the right word for each state)."""
    if report.format == "endorsement":
        return str(_OF_WORDS.get(_reason(report), _OF_WORDS["invalid"]))
    return str(_HEADLINES[ours or _reason(report)])


def is_changed(report: Report) -> bool:
    """What was signed is not what is here: neither its name nor who gave it may then be said as if it were so."""
    codes = {check.code for check in report.checks if check.name == "proof" and check.outcome.value == "failed"}
    return bool(codes & {"bad-signature", "differs-from-hosted"})


def _step(check: Check, *, ours: str) -> Step:
    code = ours if ours and check.name == "status" else check.code
    said = BY_CODE.get(code) if check.outcome.value != "passed" else None
    title, sentence = said or BY_STEP.get(check.name, OTHERWISE)[check.outcome.value]
    return Step(check.outcome.value, str(title), str(sentence), check.code, check.about)


def _reason(report: Report) -> str:
    if report.verdict == "valid":
        return "valid"
    found = [state for state in _STATES_BY_WEIGHT if state in report.states]
    if report.verdict == "invalid":
        return found[0] if found else "changed" if is_changed(report) else "invalid"
    return "no-badge" if {check.code for check in report.checks} & {"not-a-badge", "no-badge-inside"} else "unknown"


_STATES_BY_WEIGHT = ("revoked", "suspended", "expired", "not-yet-valid", "unsigned", "contains-unsigned-parts")

_HEADLINES = {
    "valid": gettext_lazy("Ce badge est valable"),
    "invalid": gettext_lazy("Ce badge n’est pas valable"),
    "changed": gettext_lazy("Ce fichier a été changé"),
    "revoked": gettext_lazy("Ce badge n’est plus en vigueur"),
    "suspended": gettext_lazy("Ce badge est mis de côté"),
    "replaced": gettext_lazy("Un badge corrigé a remplacé celui-ci"),
    "expired": gettext_lazy("Ce badge a dépassé sa date"),
    "not-yet-valid": gettext_lazy("Ce badge n’est pas encore valable"),
    "unsigned": gettext_lazy("Ce badge n’est pas signé"),
    "contains-unsigned-parts": gettext_lazy("Ce badge contient des parties non signées"),
    "no-badge": gettext_lazy("Nous n’avons pas trouvé de badge"),
    "unknown": gettext_lazy("Nous ne pouvons pas tout vérifier"),
}

_OF_WORDS = {
    "valid": gettext_lazy("Cette recommandation est bien signée"),
    "invalid": gettext_lazy("Cette recommandation n’est pas bonne"),
    "revoked": gettext_lazy("Cette recommandation a été retirée"),
    "unknown": gettext_lazy("Nous ne pouvons pas tout vérifier"),
}
