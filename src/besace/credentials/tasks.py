"""What happens to keys and lists by itself, each day or each minute."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from besace.core import outbox
from besace.core.tasks import daily, every, task
from besace.people.models import Organisation

from . import actions, keys, publication, renewing
from .models import IssuingKey, KeyState, StatusList


@daily("03:20")
@task
def sign_status_lists() -> None:
    """Each list is signed every day for seven days, so that its age shows that somebody is awake (E.4)."""
    for organisation in Organisation.objects.filter(status_lists__isnull=False).distinct():
        actions.sign_status_lists(organisation)
    for one in StatusList.objects.all():
        publication.publish_status_list(one)


@every(timedelta(minutes=1))
@task
def put_announced_keys_to_work() -> None:
    for organisation in Organisation.objects.filter(issuing_keys__state=KeyState.ANNOUNCED).distinct():
        keys.promote(organisation)


@daily("03:30")
@task
def forget_retired_halves() -> None:
    """Seven days after its retirement a key can sign no more (E.2)."""
    if IssuingKey.objects.filter(state=KeyState.RETIRED, sealed_private__isnull=False).exists():
        keys.destroy_retired_halves()


@task
def sign_again(theft_id: str) -> None:
    """One batch, in one transaction with its own end; the next one is queued in it, so the chain never forks."""
    if renewing.sign_batch(UUID(theft_id)):
        sign_again.later(theft_id)


@every(timedelta(minutes=5))
@task
def go_on_signing_again() -> None:
    """A chain that was given up begins again; nothing is done while one is alive."""
    if outbox.waiting().filter(target=sign_again.name).exists():
        return
    for theft in renewing.unfinished():
        sign_again.later(theft.pk)
