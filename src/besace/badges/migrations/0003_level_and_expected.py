"""The level, and what one shows. SQLite rebuilds the table to add a column: the trigger of 0002 is made again."""

from django.db import migrations, models

SQLITE = """
CREATE TRIGGER IF NOT EXISTS badges_badgeversion_frozen BEFORE UPDATE ON badges_badgeversion
BEGIN SELECT RAISE(ABORT, 'version-frozen'); END
"""


def freeze_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)


class Migration(migrations.Migration):
    dependencies = [("badges", "0002_frozen_versions")]

    operations = [
        migrations.AddField("badgeversion", "level", models.CharField(blank=True, default="", max_length=60), False),
        migrations.AddField("badgeversion", "expected", models.CharField(blank=True, default="", max_length=280), False),
        migrations.RunPython(freeze_again, migrations.RunPython.noop),
    ]
