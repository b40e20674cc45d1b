"""`besace start`: make a real, empty installation here, and let its first administrator in."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from besace.config import preparation
from besace.people import actions
from besace.people.cards import actions as cards
from besace.people.models import Organisation, Person


class Command(BaseCommand):
    help = "Make a real, empty installation: asks the organisation's name and the first administrator."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--organisation", help="its name")
        parser.add_argument("--administrator", help="the first name of who administers it")
        parser.add_argument("--email", default="", help="her e-mail, if she has one")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = options["organisation"] or self._ask("Nom de l’organisation", "--organisation")
        first_name = options["administrator"] or self._ask("Prénom de qui administre", "--administrator")
        self.stdout.write(f"  Installation dans {settings.VAR}...")
        preparation.prepare()
        if Organisation.objects.exists():
            raise CommandError("Cette installation a déjà une organisation. Lancez : besace serve")
        address = self._make(organisation, first_name, options["email"])
        self.stdout.write(self.style.SUCCESS(f"\n  {organisation} est prête."))
        self.stdout.write(f"\n  1. Lancez :  besace serve\n  2. Ouvrez une seule fois :  {address}")
        self.stdout.write("     Cette adresse est la carte de l’administratrice : gardez-la comme une clé.\n")

    def _ask(self, question: str, option: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError(f"{question} ? Donnez-le avec {option}.")
        while not (answer := input(f"  {question} : ").strip()):
            pass
        return answer

    @transaction.atomic
    def _make(self, name: str, first_name: str, email: str) -> str:
        """The organisation, its administrator, and the address of her card: she comes in without any e-mail."""
        administrator: Person = actions.make_person(first_name)
        if email:
            actions.add_contact(administrator, email, by=administrator)
        organisation = actions.make_organisation(name, administrator=administrator)
        actions.make_group("Premier groupe", organisation=organisation, by=administrator)
        (card,) = cards.prepare([administrator], with_codes=False)
        cards.hand_out([card], by=administrator, group=None)
        return f"{settings.SITE_URL}/e/{card.secret}"
