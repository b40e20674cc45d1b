"""Minutes closed before names were asked for may hold some in their record: it is written anew without any.

Whose yes holds is asked when minutes are read (`naming.record_with_names`). docs/decisions/0033 says why even minutes that
no longer change are among them.
"""

import re

from django.db import migrations

NAMED = ("facilitators", "names", "tasks")
COUNTED = re.compile(r"(\d+) badges? .*\.")


def without_names(record):
    """The same record; of the badges given, how many."""
    given = record.get("given") or []
    found = [COUNTED.fullmatch(line) for line in given]
    number = sum(int(one[1]) if one else 1 for one in found)
    if not all(found):
        given = [f"{number} badge donné." if number == 1 else f"{number} badges donnés."]
    return record | dict.fromkeys(NAMED, []) | {"given": given}


def write_anew(apps, schema_editor):
    for minutes in apps.get_model("meetings", "Minutes").objects.only("pk", "record").iterator():
        bare = without_names(minutes.record)
        if bare != minutes.record:
            minutes.record = bare
            minutes.save(update_fields=["record"])


class Migration(migrations.Migration):
    dependencies = [("meetings", "0008_practice")]
    operations = [migrations.RunPython(write_anew, migrations.RunPython.noop, elidable=True)]
