"""Twenty-five sensitive actions, each done for true: who, on what, and why are in the journal (SECURITY.md A37)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from besace.badges import actions as badges
from besace.badges.models import BadgeVersion
from besace.core import journal, worker
from besace.core.models import JournalEntry
from besace.credentials import renewing
from besace.credentials.models import Credential
from besace.passports import actions as passports
from besace.people import actions as people
from besace.people.cards import actions as cards
from besace.people.models import Card, Consent, Contact, Group, Person
from besace.recognition import actions as recognition
from besace.recognition.models import Award
from besace.votes import customs
from besace.votes.rules import Question, default_rule
from tests.credentials.conftest import awarding, installation, version

__all__ = ["awarding", "installation", "version"]
pytestmark = pytest.mark.django_db

PHONE, EMAIL = "+33612345678", "odile.martin@exemple.org"


@dataclass
class House:
    """Solange administers, Maryse leads and may give the badge alone, Tonio and Odile take part."""

    group: Group
    version: BadgeVersion
    solange: Person
    maryse: Person
    tonio: Person
    odile: Person
    _given: list[Award] = field(default_factory=list)

    def given(self) -> Award:
        recognition.name_reviewers(self.version.badge_id, people=[self.maryse], by=self.solange)
        made = recognition.award_at_once(self.version.badge_id, self.odile, by=self.maryse, why="Elle l’a calmé.")
        worker.run_pending()
        return made

    def held(self) -> Credential:
        recognition.accept_award(self.given().pk, by=self.odile)
        worker.run_pending()
        return Credential.objects.get()


@pytest.fixture
def house(group, version, solange, maryse, tonio, odile) -> House:
    return House(group, version, solange, maryse, tonio, odile)


# What is done returns who did it, on what, and the details that say why or how.
Said = tuple[Any, Any, dict[str, Any]]
ACTIONS: dict[str, Callable[[House], Said]] = {}


def writes(verb: str) -> Callable[[Callable[[House], Said]], Callable[[House], Said]]:
    def register(act: Callable[[House], Said]) -> Callable[[House], Said]:
        ACTIONS[verb] = act
        return act

    return register


@writes("role.given")
def _(house: House) -> Said:
    people.give_role(house.tonio, role="facilitator", group=house.group, by=house.solange)
    return house.solange, house.tonio, {"role": "facilitator"}


@writes("role.taken")
def _(house: House) -> Said:
    people.change_roles(house.tonio, group=house.group, roles={"ambassador"}, by=house.solange)
    return house.solange, house.tonio, {"role": "participant"}


@writes("member.removed")
def _(house: House) -> Said:
    people.remove_member(house.tonio, group=house.group, by=house.maryse)
    return house.maryse, house.tonio, {}


@writes("person.added")
def _(house: House) -> Said:
    added = people.add_person("Zénobie", group=house.group, by=house.maryse, contact=PHONE)
    return house.maryse, added, {}


@writes("person.edited")
def _(house: House) -> Said:
    people.edit_person(house.tonio, first_name="Antoine", picture="bike", by=house.maryse, group=house.group)
    return house.maryse, house.tonio, {}


@writes("person.contact-added")
def _(house: House) -> Said:
    people.add_contact(house.odile, EMAIL, by=house.odile)
    return house.odile, house.odile, {"kind": "email"}


@writes("person.contact-removed")
def _(house: House) -> Said:
    Contact.objects.create(person=house.odile, kind=Contact.Kind.PHONE, value=PHONE)
    people.remove_contact(house.odile, PHONE)
    return house.odile, house.odile, {}


@writes("consent.said")
def _(house: House) -> Said:
    people.say_consent(house.odile, purpose=Consent.Purpose.PHOTO, is_yes=True)
    return house.odile, house.odile, {"purpose": "photo", "yes": True}


@writes("person.erased")
def _(house: House) -> Said:
    people.erase_person(house.tonio, by=house.tonio)
    return house.tonio, house.tonio, {}


def carded(house: House) -> Card:
    cards.hand_out(cards.prepare([house.odile], with_codes=True), by=house.maryse, group=house.group)
    return Card.objects.get(person=house.odile)


@writes("card.printed")
def _(house: House) -> Said:
    return house.maryse, house.odile, {"card": str(carded(house).pk)}


@writes("card.revoked")
def _(house: House) -> Said:
    carded(house)
    cards.revoke(house.odile, by=house.maryse, group=house.group)
    return house.maryse, house.odile, {}


@writes("card.woken")
def _(house: House) -> Said:
    cards.wake(carded(house), by=house.maryse, group=house.group)
    return house.maryse, house.odile, {}


@writes("group.made")
def _(house: House) -> Said:
    made = people.make_group("Atelier du jeudi", organisation=house.group.organisation, by=house.solange)
    return house.solange, made, {}


@writes("organisation.edited")
def _(house: House) -> Said:
    renamed = {"name": "Le Grenier", "criterion_word": "repère", "hides_expected_names": True}
    people.edit_organisation(house.group.organisation, by=house.solange, **renamed)
    return house.solange, house.group.organisation, {}


@writes("rule.chosen")
def _(house: House) -> Said:
    customs.choose_rule(house.group, default_rule(Question.WORDING), guests_stamp=False, by=house.maryse)
    return house.maryse, house.group, {}


@writes("badge-published")
def _(house: House) -> Said:
    return house.maryse, badges.publish(house.version.badge_id, by=house.maryse), {}


@writes("badge-withdrawn")
def _(house: House) -> Said:
    return house.maryse, badges.withdraw(house.version.badge_id, by=house.maryse), {}


@writes("reviewers-named")
def _(house: House) -> Said:
    house.given()
    return house.solange, house.version.badge, {"people": [str(house.maryse.pk)]}


@writes("badge-awarded")
def _(house: House) -> Said:
    return house.maryse, house.given(), {}


@writes("revocation-asked")
def _(house: House) -> Said:
    asked = recognition.ask_revocation(house.given().pk, by=house.maryse, reason="wrong-person")
    return house.maryse, asked, {"reason": "wrong-person"}


@writes("award-suspended")
def _(house: House) -> Said:
    asked = recognition.ask_revocation(house.given().pk, by=house.maryse, reason="wrong-person")
    recognition.suspend_award(asked.pk, by=house.solange)
    return house.solange, asked.award, {"reason": "wrong-person"}


@writes("award-revoked")
def _(house: House) -> Said:
    asked = recognition.ask_revocation(house.given().pk, by=house.maryse, reason="fraud")
    recognition.confirm_revocation(asked.pk, by=house.solange)
    return house.solange, asked.award, {"reason": "fraud"}


@writes("page-shared")
def _(house: House) -> Said:
    held = house.held()
    page = passports.share([held.pk], by=house.odile, label="Pour Jeanne Durand", shows_name=True)
    return house.odile, page, {"badges": [str(held.pk)]}


@writes("badge-forgotten")
def _(house: House) -> Said:
    held = house.held()
    passports.forget_badge(held.pk, by=house.odile, is_void=True)
    return house.odile, held, {"void": True}


@writes("key.compromised")
def _(house: House) -> Said:
    house.given()
    key = house.group.organisation.issuing_keys.get()
    theft = renewing.declare_stolen(key.pk, by=house.solange)
    return house.solange, key, {"since": theft.since.isoformat()}


def test_there_are_twenty_five() -> None:
    assert len(ACTIONS) == 25


def dump() -> str:
    return repr(list(JournalEntry.objects.values_list("who", "verb", "what", "group", "organisation", "details")))


@pytest.mark.parametrize("verb", sorted(ACTIONS))
def test_who_on_what_and_why_are_in_the_journal(verb: str, house: House) -> None:
    Person.objects.filter(pk=house.odile.pk).update(first_name="Odile-Marguerite")
    who, what, details = ACTIONS[verb](house)
    lines = JournalEntry.objects.filter(verb=verb).values_list("who", "what", "details")

    assert list(lines) == [(str(who.pk), str(what.pk), details)]
    written = dump().casefold()
    names = [*Person.objects.values_list("first_name", flat=True), "Zénobie", "Antoine", "Tonio", "Jeanne Durand"]
    said = [*names, "calmé", "Grenier", "Atelier", PHONE, PHONE[-8:], "exemple.org", "example.org", "@"]
    assert [one for one in said if one.casefold() in written] == []


def test_one_edited_line_of_the_whole_day_is_found(house: House) -> None:
    for verb in ("role.given", "consent.said", "card.woken", "award-revoked"):
        ACTIONS[verb](house)
    journal.seal()
    assert journal.verify_chain().is_whole
    edited = JournalEntry.objects.get(verb="award-revoked")
    JournalEntry.objects.filter(pk=edited.pk).update(who=str(house.maryse.pk))
    assert journal.verify_chain().broken_at == edited.place
