"""Minutes closed before names were asked for: their record is written anew without any (decision 0033)."""

from __future__ import annotations

import importlib
from datetime import timedelta

from django.apps import apps
from django.utils import timezone

from besace.meetings import closing_actions
from besace.meetings.models import Minutes

migration = importlib.import_module("besace.meetings.migrations.0009_minutes_without_names")
OLD = {
    "facilitators": ["Maryse"],
    "names": ["Maryse", "Tonio"],
    "tasks": ["Rapporter les photos. (Tonio)"],
    "given": ["Tonio : Itérasinier", "2 badges donnés."],
}


def test_an_old_record_loses_its_names_and_nothing_else(tuesday, maryse):
    closing_actions.close_meeting(tuesday.pk, by=maryse)
    minutes = Minutes.objects.get()
    now = dict(minutes.record)
    Minutes.objects.update(record=now | OLD, written_at=timezone.now() - timedelta(days=30))  # frozen
    migration.write_anew(apps, None)
    minutes.refresh_from_db()

    assert minutes.record == now | {"given": ["3 badges donnés."]}


def test_one_badge_given_to_somebody_stays_one():
    assert migration.without_names({"given": ["Tonio : Itérasinier"]})["given"] == ["1 badge donné."]


def test_a_record_of_today_is_not_touched(tuesday, maryse):
    closing_actions.close_meeting(tuesday.pk, by=maryse)
    record = Minutes.objects.get().record

    assert migration.without_names(record) == record
