"""The rule that a badge bears for ever says all that the group chose: no sentence is left out because it is long."""

from __future__ import annotations

from itertools import product

import pytest
from django.utils import translation

from besace.badges.models import BadgeVersion
from besace.building.sentences import rule_in_words
from besace.votes import sentences as vote_words
from besace.votes.rules import Majority, Quorum, Rule, Secrecy, WhoVotes

CHOICES = list(product(Quorum, Majority, Secrecy, WhoVotes, *[(True, False)] * 4))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_rule_that_a_group_may_choose_is_printed_whole(language):
    room = BadgeVersion._meta.get_field("rule_in_words").max_length
    with translation.override(language):
        for quorum, majority, secrecy, who, blank, change, guests, lead in CHOICES:
            chosen = vote_words.rule(Rule(quorum, 1000, 3, majority, blank, secrecy, change, who, guests, lead))
            said = rule_in_words(people=1000, present=1000, chosen=chosen)
            assert len(said) <= room
            assert all(sentence in said for sentence in chosen)
