"""An invented association, made by the product's own actions: what one sees is what the product does.

Everything happens on believable days: three groups have met for weeks, badges were built, stamped, asked for and given;
and the Tuesday group is meeting now, in the middle of its debate.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from besace.credentials.actions import sign_status_lists
from besace.people.models import Organisation

from . import badges, people, recognitions, tuesdays, words
from .days import FRIDAY, THURSDAY, on

NAME = "Les Savoirs du mardi"


def make_if_empty(say: Callable[[str], object]) -> bool:
    """Fill an empty installation; an installation that has anybody in it is left alone. True when it was filled."""
    if Organisation.objects.exists():
        return False
    say("Démonstration : le groupe s’installe...\n")
    make()
    return True


@transaction.atomic
def make() -> None:
    """The whole story, oldest day first."""
    with on(weeks_ago=9):
        cast = people.gather()
    with on(weeks_ago=7) as clock:
        iterasinier = tuesdays.hold(badges.ITERASINIER, group=cast.tuesday, cast=cast, clock=clock)
    with on(weeks_ago=5, weekday=FRIDAY, hour=9) as clock:
        tablee = tuesdays.hold(badges.TABLEE, group=cast.kitchen, cast=cast, clock=clock)
    with on(weeks_ago=4, weekday=THURSDAY) as clock:
        maille = tuesdays.hold(badges.MAILLE, group=cast.knitters, cast=cast, clock=clock)
    recognitions.make(cast, iterasinier=iterasinier, tablee=tablee, maille=maille)
    words.make(cast, iterasinier=iterasinier, tablee=tablee)
    sign_status_lists(cast.organisation)  # as each night: without it, what was signed long ago could not be checked
    with on(weeks_ago=1) as clock:
        about = recognitions.to_vote_on(cast, iterasinier)
        web = tuesdays.begin(badges.VELO, group=cast.tuesday, cast=cast, clock=clock, about=about)
    waiting = recognitions.waiting_for_a_vote(cast)
    tuesdays.be_in_the_middle_of(web, group=cast.tuesday, cast=cast, waiting=waiting)
    tuesdays.plan(cast)
