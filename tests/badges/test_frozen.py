"""What was stamped does not change: not by the models, not by raw SQL."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.db.utils import DatabaseError

from besace.badges import actions, queries
from besace.badges.models import BadgeClass, BadgeVersion
from besace.badges.pictures import Choice
from besace.core.errors import Conflict

EVERY_COLUMN = [field.column for field in BadgeVersion._meta.concrete_fields if field.column != "id"]


@pytest.mark.parametrize("column", EVERY_COLUMN)
def test_raw_sql_changes_no_column_of_a_version(version, column):
    with pytest.raises(DatabaseError, match="version-frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE badges_badgeversion SET {column} = {column}")


def test_the_models_refuse_to_save_update_or_delete_a_version(version):
    version.name = "Autre"
    with pytest.raises(DatabaseError, match="version-frozen"), transaction.atomic():
        version.save()
    with pytest.raises(Conflict, match="tamponné"):
        BadgeVersion.objects.update(name="Autre")
    with pytest.raises(Conflict, match="tamponné"):
        BadgeVersion.objects.all().delete()
    with pytest.raises(ProtectedError):
        version.delete()
    assert BadgeVersion.objects.get(pk=version.pk).name == "Itérasinier"


def test_the_database_refuses_two_versions_of_one_number(version):
    version.pk, version._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(force_insert=True)


def test_the_database_refuses_a_stamped_badge_without_a_version(version):
    with pytest.raises(IntegrityError), transaction.atomic():
        BadgeClass.objects.filter(pk=version.badge_id).update(current_version=None)


def test_the_next_stamp_is_another_version_and_the_first_stays(version, stamp, maryse):
    second = actions.stamp_version(
        version.badge, stamp=stamp(people_count=31), credits=[], picture=Choice("arch", "pot"), by=maryse
    )

    badge = BadgeClass.objects.get(pk=version.badge_id)
    assert (second.number, badge.current_version_id) == (2, second.pk)
    kept = BadgeVersion.objects.get(pk=version.pk)
    assert (kept.people_count, kept.fingerprint, queries.is_whole(kept)) == (23, version.fingerprint, True)
    assert [change.version.number for change in queries.history(badge)] == [2, 1]


def test_what_cannot_be_seen_is_not_searched_for(version, client):
    assert client.get("/badges", {"mots": "\x00bro\u202esser"}).context["words"] == "brosser"


def test_the_catalogue_holds_what_was_published_and_not_withdrawn(version, maryse):
    assert list(queries.catalogue()) == []
    actions.publish(version.badge_id, by=maryse)
    assert [b.name for b in queries.catalogue(words="brosser")] == ["Itérasinier"]
    assert list(queries.catalogue(words="tricot")) == []

    actions.withdraw(version.badge_id, by=maryse)

    assert list(queries.catalogue()) == []


def test_a_draft_is_not_published(group, maryse):
    badge = actions.start_badge(group, name="Soupe", by=maryse)
    with pytest.raises(Conflict, match="pas encore tamponné"):
        actions.publish(badge.pk, by=maryse)
