"""An organisation whose last administrator is gone can name nobody any more: the last one hands over first."""

from __future__ import annotations

import pytest

from besace.core.errors import Conflict
from besace.people import actions
from besace.people.models import Membership, Person, Role
from tests import factories
from tests.together import together

pytestmark = pytest.mark.django_db
ADMINISTRATORS = Membership.objects.filter(role=Role.ADMINISTRATOR)


@pytest.mark.django_db(transaction=True)
def test_two_who_stop_administering_together_take_turns(group, solange):
    berthe = factories.make_member("Berthe", group=group, role=Role.ADMINISTRATOR)
    answers = together(
        lambda: actions.change_roles(berthe, group=group, roles={"participant"}, by=solange),
        lambda: actions.change_roles(solange, group=group, roles={"participant"}, by=berthe),
    )
    assert (sorted(answers), ADMINISTRATORS.count()) == (["done", "last-administrator"], 1)


@pytest.mark.django_db(transaction=True)
def test_two_who_leave_for_good_together_take_turns(group, solange, tonio):
    berthe = factories.make_member("Berthe", group=group, role=Role.ADMINISTRATOR)
    answers = together(*(lambda one=one: actions.erase_person(one, by=one) for one in (solange, berthe)))
    assert (sorted(answers), ADMINISTRATORS.count()) == (["done", "last-administrator"], 1)


def test_the_last_one_hands_over_before_she_leaves_for_good(group, solange, tonio, client_of):
    browser = client_of(solange)
    refused = browser.post("/moi/effacer")
    assert (refused.status_code, Person.objects.get(pk=solange.pk).is_active) == (409, True)
    assert "Il faut une personne qui administre." in refused.content.decode()

    actions.give_role(tonio, role=Role.ADMINISTRATOR, group=group, by=solange)
    assert browser.post("/moi/effacer").status_code == 200
    assert Person.objects.get(pk=solange.pk).is_active is False


def test_whoever_is_alone_leaves_when_she_wants(group, solange):
    factories.make_member("Paule", group=group, role=Role.PARTNER)
    actions.erase_person(solange, by=solange)
    assert ADMINISTRATORS.count() == 0


def test_the_last_one_keeps_the_role(group, solange):
    with pytest.raises(Conflict) as refused:
        actions.change_roles(solange, group=group, roles={"participant"}, by=solange)
    assert refused.value.code == "last-administrator"
