"""The pages of the signing keys in Chromium, at every width, in both lights: each of their states."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from besace.core import worker
from besace.credentials import actions, renewing
from besace.credentials.models import IssuanceLine, Renewal, Theft
from tests.browser import DESK, Visit
from tests.credentials.conftest import awarding, installation, version
from tests.look import axe

if TYPE_CHECKING:
    from besace.people.models import Person
    from tests.credentials.conftest import MakeAwarding

__all__ = ["awarding", "installation", "version"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_axe_finds_nothing_on_any_page_of_the_keys(
    visit: Visit, awarding: MakeAwarding, solange: Person, odile: Person
) -> None:
    forgotten, badge, later = (actions.issue(awarding()) for _ in range(3))
    worker.run_pending()
    place = f"/organisations/{badge.organisation_id}/cles"
    page = visit(place, person=solange, size=DESK)
    found = axe.faults(page)
    page.get_by_role("link", name="La clé a été volée", exact=True).click()
    found += axe.faults(page)
    page.get_by_role("button", name="Oui, retirer cette clé").click()
    page.get_by_text("Cochez pour dire que c’est sûr.").wait_for()
    found += axe.faults(page)
    page.get_by_label("Oui, quelqu’un d’autre a cette clé.").check()
    page.get_by_role("button", name="Oui, retirer cette clé").click()
    page.get_by_text("Le site continue seul.").wait_for()
    found += axe.faults(page)

    IssuanceLine.objects.filter(digest=actions.digest_of(forgotten)).delete()
    Theft.objects.update(since=timezone.now() - timedelta(hours=1))
    IssuanceLine.objects.filter(digest=actions.digest_of(badge)).update(logged_at=timezone.now() - timedelta(days=1))
    worker.run_pending()
    page.get_by_role("link", name="Regarder de nouveau").click()
    page.get_by_role("button", name="C’est bien nous").click()
    page.get_by_text("Une autre personne doit confirmer.").first.wait_for()
    found += axe.faults(page)
    renewing.say_not_ours(Renewal.objects.get(credential=later).pk, by=solange)
    page.reload()
    page.get_by_role("heading", name="Pas de nous").wait_for()
    found += axe.faults(page)
    page.goto(place)
    found += axe.faults(page)
    hers = visit("/sac", person=odile)
    found += axe.faults(hers)
    hers.get_by_text("Nouveau fichier").click()
    hers.get_by_text("Votre badge est signé de nouveau. Reprenez le fichier.").wait_for()
    found += axe.faults(hers)
    hers.get_by_role("button", name="C’est fait").click()
    hers.get_by_text("C’est noté.").wait_for()

    assert "\n".join(found) == ""
