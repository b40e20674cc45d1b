"""axe, 320 px and doubled text on what only a link or a moment leads to: a jury, a badge put aside, one corrected."""

from __future__ import annotations

import pytest

from besace.badges.models import BadgeVersion
from besace.credentials.models import Credential
from besace.people.models import Group, Person
from besace.recognition import actions
from besace.recognition.jury import actions as jury
from besace.recognition.models import Award
from besace.votes.rules import Choice
from tests import factories
from tests.browser import DESK, Visit
from tests.look import axe
from tests.recognition import world
from tests.recognition.test_correcting import ask

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def faults(visit: Visit, address: str, person: Person | None = None) -> list[str]:
    page = visit(address, person=person, size=DESK)
    return [f"{address}: {fault}" for fault in axe.faults(page)]


def test_a_jury_named_called_and_answering(
    visit: Visit, version: BadgeVersion, group: Group, solange: Person, maryse: Person, odile: Person
) -> None:
    jury.name_jury(version.badge_id, quorum=3, by=solange)
    asked = world.seen(group, asked=actions.ask(version.badge_id, by=odile, words="Je le fais."))
    found = faults(visit, f"/badges/{version.badge_id}/donneurs", solange)
    found += faults(visit, f"/demandes/{asked.pk}", maryse)
    jurors = [jury.Juror(name) for name in ("Agathe", "Basile", "Cosette")]
    decision = jury.call_jury(asked.pk, jurors=jurors, by=maryse)
    found += faults(visit, f"/avis/{decision.pk}/jury", maryse)
    found += faults(visit, f"/demandes/{asked.pk}", maryse)
    links = jury.confirm_jury(decision.pk, by=solange)
    named = visit(f"/jury/{links[0].secret}", size=DESK)
    found += [f"who are you: {fault}" for fault in axe.faults(named)]
    for kept in decision.jurors.all():
        jury.sign(kept.pk, name="Agathe Morin", place="Mairie")

    juror = visit(f"/jury/{links[0].secret}", size=DESK)
    found += [f"juror: {fault}" for fault in axe.faults(juror)]
    juror.goto(f"/jury/{links[0].secret}")
    juror.get_by_role("button", name="Oui, je reconnais").click()
    found += [f"thanks: {fault}" for fault in axe.faults(juror)]
    found += faults(visit, "/jury/no-such-secret")

    assert "\n".join(found) == ""


def given(version: BadgeVersion, group: Group, *, odile: Person, maryse: Person, fatou: Person) -> Award:
    asked = actions.ask(version.badge_id, by=odile, words="Je le fais.")
    world.seen(group, asked=asked)
    decision = actions.ask_the_peers(asked.pk, by=maryse)
    for peer in [*Person.objects.filter(first_name__in=["Lucette", "Bachir"]), fatou]:
        actions.vote(decision.pk, by=peer, choice=Choice.YES)
    made = actions.close_validation(decision.pk, by=maryse)
    assert made is not None
    return made


def test_a_badge_put_aside_then_corrected(
    visit: Visit, version: BadgeVersion, group: Group, odile: Person, maryse: Person, fatou: Person
) -> None:
    award = given(version, group, odile=odile, maryse=maryse, fatou=fatou)
    second = factories.make_member("Nadia", group=group, role="facilitator")  # type: ignore[arg-type]
    former = Credential.objects.get(award_id=award.pk)
    found = faults(visit, f"/attributions/{award.pk}", odile)
    found += faults(visit, f"/attributions/{award.pk}/reprendre", maryse)
    found += faults(visit, f"/attributions/{award.pk}/corriger", maryse)
    question = ask(award, maryse, place="Au marché")
    found += faults(visit, f"/reprises/{question.pk}", maryse)
    actions.tell_holder(question.pk, by=maryse)
    found += faults(visit, f"/attributions/{award.pk}", odile)
    found += faults(visit, f"/reprises/{question.pk}", second)
    actions.suspend_award(question.pk, by=second)
    found += faults(visit, f"/c/{former.pk}")
    found += faults(visit, f"/reprises/{question.pk}", second)
    actions.agree_correction(question.pk, by=odile)
    made = actions.confirm_correction(question.pk, by=second)
    found += faults(visit, f"/attributions/{made.pk}", odile)
    found += faults(visit, f"/c/{former.pk}")

    assert "\n".join(found) == ""
