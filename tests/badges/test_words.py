"""SECURITY.md P20 and PROTOCOL.md 1.8: forty words of each kind, two hundred ordinary criteria that must pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from besace.badges import words

ORDINARY = Path(__file__).with_name("ordinary_criteria.txt").read_text(encoding="utf-8").split("\n")[:-1]

EXPOSING = [
    "RSA",
    "bénéficiaire du RSA",
    "allocataire",
    "chômeur",
    "chômage",
    "handicap",
    "personne handicapée",
    "invalidité",
    "AAH",
    "addiction",
    "alcoolique",
    "ancien toxicomane",
    "dépressive",
    "bipolaire",
    "maladie mentale",
    "séropositif",
    "illettré",
    "analphabète",
    "religion",
    "musulmane",
    "catholique",
    "juive",
    "syndicaliste",
    "parti politique",
    "migrant",
    "sans-papiers",
    "réfugiés",
    "gitan",
    "SDF",
    "sans domicile",
    "surendettée",
    "ancien détenu",
    "sortant de prison",
    "casier judiciaire",
    "homosexuel",
    "mère isolée",
    "femme battue",
    "cas social",
    "sous tutelle",
    "demandeur d’emploi",
]
JUDGING = [
    "gentil",
    "gentille",
    "courageux",
    "courageuse",
    "intelligente",
    "sympa",
    "sympathique",
    "timide",
    "belle",
    "bête",
    "paresseux",
    "fainéant",
    "honnête",
    "géniale",
    "formidable",
    "exceptionnelle",
    "adorable",
    "méchante",
    "idiot",
    "stupide",
    "talentueux",
    "douée",
    "brave",
    "charmante",
    "charismatique",
    "modeste",
    "humble",
    "généreuse",
    "nulle",
    "mignonne",
    "sage",
    "merveilleux",
    "parfaite",
    "admirable",
    "vaillant",
    "travailleuse",
    "bosseur",
    "débrouillarde",
    "maligne",
    "drôle",
]
SENTENCES = ("{}", "Être {}", "Elle est {}", "Une personne {} avec les ânes")


def test_there_are_forty_of_each_and_two_hundred_ordinary_ones():
    assert (len(set(EXPOSING)), len(set(JUDGING)), len(set(ORDINARY))) == (40, 40, 200)


def test_words_that_expose_are_flagged():
    assert [word for word in EXPOSING if not words.exposing(f"Aider, même si l’on est {word}, à cuisiner")] == []


@pytest.mark.parametrize("sentence", SENTENCES)
def test_words_that_judge_somebody_are_flagged(sentence):
    assert [word for word in JUDGING if not words.about_the_person(sentence.format(word))] == []


def test_ordinary_criteria_pass():
    flagged = [c for c in ORDINARY if words.exposing(c) or words.about_the_person(c)]

    assert len(flagged) <= len(ORDINARY) * 0.02, flagged


def test_a_way_of_being_passes_with_a_verb_and_is_asked_again_without():
    assert [words.about_the_person(t) for t in ("Rester calme", "Être patient", "Se montrer attentive")] == [[], [], []]
    assert [bool(words.about_the_person(t)) for t in ("Calme", "Elle est patiente", "Attentive")] == [True, True, True]


@pytest.mark.parametrize("text", ["Quel con", "c'est de la merde", "Salope !", "ta gueule", "connard", "Fils de pute"])
def test_rude_words_are_hinted(text):
    assert words.rude(text)


@pytest.mark.parametrize(
    "text",
    [
        "Panser l’âne et la bourrique",
        "Façonner un bâtard et une baguette",
        "Nourrir la truie, le cochon, la vache",
        "Brosser la chatte de la voisine",
        "Tondre un bouc",
        "Faire du boudin et des andouilles",
        "Poser une queue-de-cochon",
        "Compter les cageots",
        "Concombres : les planter",
        "Conduire un attelage",
    ],
)
def test_words_of_animals_kitchen_and_workshop_pass(text):
    assert words.rude(text) == []
