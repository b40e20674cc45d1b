"""A badge built for practice: stamped without a version, then gone with all that was said about it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from besace.badges import actions as badges
from besace.core.errors import Refusal
from besace.people.models import Person
from besace.votes.discarding import discard_ballots

from .. import rules
from ..models import Contribution, Criterion, Round, Web
from . import telling, wordless
from .stamping import close_stamp


@transaction.atomic
def rehearse_stamp(web_id: UUID, *, by: Person) -> int:
    """How many stamped, under the same quorum as a true one; no version is made, and it is read over again."""
    web = telling.held(web_id)
    _must_be_a_rehearsal(web)
    telling.must_be(web, rules.STAMPING)
    people = close_stamp(web, by=by)
    web.state, web.stamp_ballot = rules.READING_OVER, None
    web.save(update_fields=["state", "stamp_ballot"])
    telling.tell(web)
    return people


@transaction.atomic
def discard_rehearsal(web_id: UUID) -> None:
    """Nothing is kept of a practice: neither ideas, nor photos, nor votes, nor the draft. Refused for a true badge."""
    web = telling.held(web_id)
    _must_be_a_rehearsal(web)
    badge, subjects = web.badge, [f"stamp:{web.pk}"]
    criteria = Criterion.objects.filter(web=web)
    subjects += [f"criterion:{pk}" for pk in criteria.values_list("pk", flat=True)]
    wordless.delete_files(Contribution.objects.filter(criterion__in=criteria))
    Round.objects.filter(criterion__in=criteria).delete()
    criteria.filter(merged_into__isnull=False).delete()  # one that was joined first: it is held by the other
    criteria.delete()
    web.delete()
    discard_ballots(subjects)
    badges.discard_draft(badge)


def _must_be_a_rehearsal(web: Web) -> None:
    if not web.is_rehearsal:
        raise Refusal("not-a-practice", _("Ce badge n’est pas un entraînement."))
