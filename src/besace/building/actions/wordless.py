"""Photos and voice notes given with an idea: their words when they have none, and their end."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from besace.badges import words
from besace.core.errors import Conflict, Refusal
from besace.core.plain import clean_name
from besace.people.models import Group, Person

from .. import placing, rules
from ..models import HAS_A_FILE, Contribution, Criterion, CriterionState, Web
from . import telling


@transaction.atomic
def put_words(criterion_id: UUID, *, text: str, by: Person) -> Criterion:
    """From its author, or from the facilitator who listened: now it hangs on the web. Said twice, the first stays."""
    web, criterion = telling.held_criterion(criterion_id)
    telling.must_be(web, rules.GROWING, rules.DECIDING)
    if criterion.state == CriterionState.HIDDEN:
        raise Conflict("idea-hidden", _("Cette idée est cachée."))
    if criterion.state != CriterionState.WORDLESS:
        return criterion
    text = clean_name(text, longest=rules.LONGEST_CRITERION)
    if not words.plain(text):
        raise Refusal("idea-needed", _("Écrivez une idée, en quelques mots."))
    telling.settle(criterion, rules.PROPOSED, text=text)
    for given in criterion.contributions.filter(text=""):
        given.text, given.entered_by = text, by if given.author_id != by.pk else None
        given.save(update_fields=["text", "entered_by"])
    placing.place(web, criterion)
    telling.write(by, "idea-worded", web, criterion)
    telling.tell(web)
    return criterion


def must_have_room(web: Web, *, author: Person) -> None:
    """So that nobody fills the disk, by error or otherwise."""
    given = Contribution.objects.filter(HAS_A_FILE, criterion__web=web, author=author)
    if given.count() >= rules.MOST_FILES:
        raise Refusal("enough-files", _("Vous avez déjà envoyé beaucoup de photos. Écrivez cette idée."))


def delete_files(given: QuerySet[Contribution]) -> None:
    """The rows forget them now; the files go when the transaction is kept."""
    for one in given.filter(HAS_A_FILE):
        for file in (one.photo, one.voice_note):
            if file.name:
                transaction.on_commit(partial(file.storage.delete, file.name))
        one.photo, one.voice_note = "", ""
        one.save(update_fields=["photo", "voice_note"])


@transaction.atomic
def forget_authors(group: Group, *, until: datetime) -> int:
    """Who gave which idea, and what she photographed, is nobody's business any more (PROTOCOL.md part 3, 30)."""
    old = Contribution.objects.filter(criterion__web__group=group, created_at__lte=until)
    named = old.filter(HAS_A_FILE | Q(author__isnull=False) | Q(entered_by__isnull=False))
    delete_files(named)
    return named.update(author=None, entered_by=None)
