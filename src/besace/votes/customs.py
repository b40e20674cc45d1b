"""How a group decides, and recognises: read before each vote, changed between two meetings, told in words."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from besace.core import journal
from besace.core.errors import Refusal
from besace.people.models import Group, Person

from .models import GroupRule
from .rules import FLOOR, Majority, Question, Quorum, Rule, Secrecy, WhoVotes, default_rule
from .vocabulary import PEERS_MAJORITIES


def rule_of(group: Group, *, question: Question) -> Rule:
    """The default of PROTOCOL.md 1.4, with what the group chose; a stamp stays a public act that one presses once.

    For the peers (1.8) the group chooses its majority and its number of voices; secret it stays.
    """
    chosen, rule = GroupRule.objects.filter(group=group).first(), default_rule(question)
    if chosen is None or question is Question.PRACTICE:
        return rule
    if question is Question.PEERS:
        return _of_peers(rule, chosen)
    rule = replace(rule, quorum=Quorum(chosen.quorum), quorum_number=chosen.quorum_number)
    if question is Question.STAMP:
        return replace(rule, guests_vote=chosen.guests_stamp)
    return replace(
        rule,
        majority=Majority(chosen.majority),
        secrecy=Secrecy(chosen.secrecy),
        blank_counts=chosen.blank_counts,
        allows_change=chosen.allows_change,
        who_votes=WhoVotes(chosen.who_votes),
        facilitator_votes=chosen.facilitator_votes,
    )


def ideas_each(group: Group) -> int:
    """How many ideas somebody gives before she is asked to leave room for others; 0: she never is."""
    return GroupRule.objects.filter(group=group).values_list("ideas_each", flat=True).first() or 0


def _of_peers(rule: Rule, chosen: GroupRule) -> Rule:
    rule = replace(rule, majority=Majority(chosen.peers_majority))
    if chosen.peers_quorum is None:
        return rule
    return replace(rule, quorum=Quorum.FIXED, quorum_number=chosen.peers_quorum)


@transaction.atomic
def choose_rule(
    group: Group,
    rule: Rule,
    *,
    guests_stamp: bool,
    by: Person,
    ideas_each: int = 0,
    peers_majority: Majority = Majority.SIMPLE,
    peers_quorum: int | None = None,
) -> GroupRule:
    """For the votes that open from now on; those that are open keep the rule they opened with."""
    if rule.quorum is Quorum.FIXED and rule.quorum_number < 1:
        raise Refusal("quorum-number", _("Dites combien de voix il faut."))
    if rule.quorum is Quorum.PERCENT and not 1 <= rule.quorum_number <= 100:
        raise Refusal("quorum-number", _("Dites combien de présents sur 100."))
    if peers_majority not in PEERS_MAJORITIES or (peers_quorum is not None and peers_quorum < FLOOR):
        raise Refusal("peers-rule", _("Pour donner un badge, il faut 3 voix au moins."))
    kept, _is_new = GroupRule.objects.update_or_create(
        group=group,
        defaults={
            "quorum": rule.quorum,
            "quorum_number": rule.quorum_number,
            "majority": rule.majority,
            "secrecy": rule.secrecy,
            "blank_counts": rule.blank_counts,
            "allows_change": rule.allows_change,
            "guests_stamp": guests_stamp,
            "ideas_each": ideas_each,
            "who_votes": rule.who_votes,
            "facilitator_votes": rule.facilitator_votes,
            "peers_majority": peers_majority,
            "peers_quorum": peers_quorum,
        },
    )
    journal.write(by, "rule.chosen", group, group=group, organisation=group.organisation_id)
    return kept
