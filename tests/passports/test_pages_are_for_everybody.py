"""axe, 320 px and doubled text on every screen of the bag, of a page shared, and of a slip."""

from __future__ import annotations

import pytest

from besace.notices.models import Notice
from besace.notices.slips import actions as slips
from besace.passports import actions
from besace.people.models import Renewal
from besace.recognition.models import Award
from tests.browser import DESK, Visit
from tests.look import axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_axe_finds_nothing(visit: Visit, held, given, odile, tonio, maryse, group) -> None:
    waiting = given(tonio, answer="")
    share = actions.share([held.pk], by=odile, shows_name=True)
    award = Award.objects.get(pk=waiting.award_id)
    Notice.objects.create(kind="award", about=award.pk, person=tonio, group=group, way="slip", state="to-hand")
    Notice.objects.create(kind="silence", about=group.pk, person=odile, group=group, way="slip", state="to-hand")
    Renewal.objects.create(kind="shown", about=held.pk, person=odile, group=group)
    hers = [f"badges/{held.pk}", f"badges/{held.pk}/effacer", "partager", "emporter", "effacer", f"pages/{share.pk}"]
    asked = [
        (odile, ["/", "/sac", *(f"/sac/{one}" for one in hers)]),
        (tonio, ["/sac", f"/sac/recus/{award.pk}"]),
        (maryse, [f"/groupes/{group.pk}/nouvelles"]),
        (None, [f"/p/{share.pk}", "/r", f"/r/{slips.make(award, by=maryse).secret}"]),
    ]
    found = []
    for person, addresses in asked:
        page = visit("/affichage", person=person, size=DESK)
        for address in addresses:
            page.goto(address)
            found += [f"{address}: {fault}" for fault in axe.faults(page)]
    assert "\n".join(found) == ""
