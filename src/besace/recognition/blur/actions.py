"""The photo with squares on it takes the place of the photo; nothing of the former stays on the disk."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from besace.badges import uploads
from besace.core import journal
from besace.core.errors import Conflict, NotAllowed, Refusal

from ..models import Evidence
from .sentences import refuse_unless_fine

if TYPE_CHECKING:
    from besace.people.models import Person

    from .rules import Area


def drawn_over(photo: Evidence, areas: Sequence[Area]) -> bytes:
    """Call it outside any transaction: a second or two in a child process."""
    refuse_unless_fine(areas)
    try:
        with photo.file.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError:
        raise _changed() from None
    return uploads.blurred(content, [str(area) for area in areas])


def _changed() -> Conflict:
    return Conflict("photo-changed", _("La photo a changé. Regardez-la à nouveau."))


@transaction.atomic
def blur_evidence(evidence_id: UUID, *, by: Person, drawn_from: str, picture: bytes, nobody_is_known: bool) -> Evidence:
    """`drawn_from`: the file that she looked at. Another one since then, and hers would bring back who was hidden."""
    photo = Evidence.objects.select_for_update(of=("self",)).select_related("recognition").get(pk=evidence_id)
    if photo.recognition.person_id != by.pk:
        raise NotAllowed("not-hers", _("Elle seule choisit ce qui se montre."))
    if photo.kind != Evidence.Kind.PHOTO or photo.file.name != drawn_from:
        raise _changed()
    if not nobody_is_known:
        raise Refusal("somebody-is-known", _("Cochez « On ne reconnaît plus personne »."))
    storage = photo.file.storage
    photo.file.save(f"{photo.pk}-{secrets.token_hex(4)}", ContentFile(picture), save=False)
    photo.is_blurred = True
    photo.save(update_fields=["file", "is_blurred"])
    journal.write(by, "evidence-blurred", photo, group=photo.recognition.group_id)
    transaction.on_commit(lambda: storage.delete(drawn_from))
    return photo
