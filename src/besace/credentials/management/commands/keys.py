"""`besace keys`: the signing keys of each organisation: list them, rotate one, withdraw a stolen one."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from besace.credentials import keys
from besace.credentials.models import IssuingKey, KeyState
from besace.people.models import Organisation


class Command(BaseCommand):
    help = "List the signing keys, rotate one, or withdraw a stolen one."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="every key, and what it may do")
        rotate = verbs.add_parser("rotate", help="announce a new key; it serves five minutes later")
        rotate.add_argument("--issuer", required=True, help="the organisation's id, or its exact name")
        stolen = verbs.add_parser("compromised", help="withdraw a stolen key: what it signed is no longer trusted")
        stolen.add_argument("--issuer", required=True)
        stolen.add_argument("--key", required=True, help="its name, k-2026-1 for instance")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['verb']}")(options)

    def _list(self, _options: dict[str, Any]) -> None:
        for key in IssuingKey.objects.select_related("organisation").order_by("organisation__name", "created_at"):
            told = f"{key.get_state_display():12} {key.credentials.count()} badges, {key.created_at:%Y-%m-%d}"
            self.stdout.write(f"{key.organisation.name:30} {key.name:10} {told}")

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
        was_active = key.state == KeyState.ACTIVE
        keys.declare_compromised(key, by=None)
        self.stdout.write(f"{key.name} ne vaut plus rien. {key.credentials.count()} badges sont à donner à nouveau.")
        if was_active:
            self.stdout.write("Le prochain badge fera une nouvelle clé.")

    def _issuer(self, said: str) -> Organisation:
        found = [o for o in Organisation.objects.all() if said in {str(o.pk), o.name}]
        if len(found) != 1:
            raise CommandError(f"Aucune organisation ne s’appelle {said!r}, ou plusieurs.")
        return found[0]
