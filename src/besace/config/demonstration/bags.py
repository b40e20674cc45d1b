"""What people do with the badges they hold."""

from __future__ import annotations

from besace.passports import actions, queries
from besace.people.models import Person


def show_to_the_farm(person: Person) -> None:
    """She shows her badges to an employer, with her first name."""
    held = [badge.id for badge in queries.contents(person)]
    actions.share(held, by=person, label="La Ferme des Deux Ormes", shows_name=True)
