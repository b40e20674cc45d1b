"""`besace keys`: the signing keys of each organisation: list them, rotate one, withdraw a stolen one."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from besace.core.errors import Refused
from besace.credentials import keys, renewing, theft_queries
from besace.credentials.models import IssuingKey, Theft
from besace.people.models import Organisation


class Command(BaseCommand):
    help = "List the signing keys, rotate one, or withdraw a stolen one."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="every key, and what it may do")
        rotate = verbs.add_parser("rotate", help="announce a new key; it serves five minutes later")
        rotate.add_argument("--issuer", required=True, help="the organisation's id, or its exact name")
        stolen = verbs.add_parser("compromised", help="withdraw a stolen key; what it signed before is signed again")
        stolen.add_argument("--issuer", required=True)
        stolen.add_argument("--key", required=True, help="its name, k-2026-1 for instance")
        stolen.add_argument("--since", default="", help="when it is believed stolen, 2026-11-26T18:00; now by default")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['verb']}")(options)

    def _list(self, _options: dict[str, Any]) -> None:
        for key in IssuingKey.objects.select_related("organisation").order_by("organisation__name", "created_at"):
            told = f"{key.get_state_display():12} {key.credentials.count()} badges, {key.created_at:%Y-%m-%d}"
            self.stdout.write(f"{key.organisation.name:30} {key.name:10} {told}")
        for theft in Theft.objects.select_related("key__organisation").order_by("declared_at"):
            self.stdout.write(f"{theft.key.organisation.name:30} {theft.key.name:10} {_told(theft)}")

    def _rotate(self, options: dict[str, Any]) -> None:
        key = keys.rotate(self._issuer(options["issuer"]))
        ready = timezone.localtime(key.created_at + keys.CACHES_FORGET_AFTER)
        self.stdout.write(
            f"{key.name} est annoncée. Elle signera à partir de {ready:%H:%M}. Les anciens badges tiennent."
        )

    def _compromised(self, options: dict[str, Any]) -> None:
        organisation = self._issuer(options["issuer"])
        key = IssuingKey.objects.filter(organisation=organisation, name=options["key"]).first()
        if key is None:
            raise CommandError(f"{organisation.name} n’a pas de clé {options['key']}. Regardez : besace keys list")
        try:
            theft = renewing.declare_stolen(key.pk, since=_moment(options["since"]), by=None)
        except Refused as refused:
            raise CommandError(refused.sentence) from None
        self.stdout.write(f"{key.name} ne vaut plus rien. Une autre clé signe déjà.")
        self.stdout.write(_told(theft))

    def _issuer(self, said: str) -> Organisation:
        found = [o for o in Organisation.objects.all() if said in {str(o.pk), o.name}]
        if len(found) != 1:
            raise CommandError(f"Aucune organisation ne s’appelle {said!r}, ou plusieurs.")
        return found[0]


def _moment(said: str) -> datetime | None:
    """A day and an hour where the site is."""
    if not said:
        return None
    try:
        read = datetime.fromisoformat(said)
    except ValueError:
        raise CommandError(f"{said!r} n’est pas un moment. Écrivez : 2026-11-26T18:00") from None
    return read if timezone.is_aware(read) else timezone.make_aware(read)


def _told(theft: Theft) -> str:
    so_far = theft_queries.progress(theft)
    words = f"volée : {so_far.again} sur {so_far.all} signés de nouveau"
    return f"{words}, {so_far.review} à relire à deux, {so_far.unknown} absents du registre"
