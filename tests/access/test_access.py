"""The table itself: what a role is, where it counts, how sure we must be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from besace import access
from besace.core.errors import NotAllowed
from besace.people.models import Membership
from besace.people.rules import Level


def test_nobody_is_a_visitor(group):
    assert access.roles_of(None, group) == {"visitor"}


def test_a_role_counts_in_its_own_group_only(maryse, group, other_group):
    assert access.roles_of(maryse, group) == {"visitor", "facilitator"}
    assert access.roles_of(maryse, other_group) == {"visitor"}
    assert access.roles_of(maryse, other_group.organisation) == {"visitor"}


def test_an_administrator_administers_every_group_of_the_organisation(solange, group, other_group):
    assert access.may("role.change", solange, group) is True
    assert access.may("role.change", solange, other_group) is False


def test_a_right_is_gone_as_soon_as_the_membership_is(maryse, group):
    assert access.may("card.print", maryse, group) is True
    Membership.objects.filter(person=maryse).delete()
    assert access.may("card.print", maryse, group) is False


def test_a_role_that_ended_gives_nothing(maryse, group):
    Membership.objects.filter(person=maryse).update(ends_at=timezone.now() - timedelta(seconds=1))
    assert access.may("card.print", maryse, group) is False


def test_a_tapped_name_opens_no_account(maryse, group):
    maryse.level = Level.CONFIRMED
    assert access.may("card.print", maryse, group) is False
    assert access.may("meeting.see", maryse, group) is True


def test_somebody_deactivated_is_a_visitor(maryse, group):
    maryse.is_active = False
    assert access.roles_of(maryse, group) == {"visitor"}


def test_a_refusal_says_what_to_do(tonio, group):
    with pytest.raises(NotAllowed) as refused:
        access.require("card.print", tonio, group)
    assert refused.value.sentence == "Cette page n’est pas pour vous. Demandez à l’animatrice."
