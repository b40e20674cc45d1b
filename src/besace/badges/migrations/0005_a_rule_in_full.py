"""A group's rule is printed whole, however much it chose. SQLite rebuilds the table: the trigger of 0002 is made again."""

from django.db import migrations, models

SQLITE = """
CREATE TRIGGER IF NOT EXISTS badges_badgeversion_frozen BEFORE UPDATE ON badges_badgeversion
BEGIN SELECT RAISE(ABORT, 'version-frozen'); END
"""


def freeze_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)


class Migration(migrations.Migration):
    dependencies = [("badges", "0004_second_reading")]

    operations = [
        migrations.AlterField("badgeversion", "rule_in_words", models.CharField(max_length=1000)),
        migrations.RunPython(freeze_again, migrations.RunPython.noop),
    ]
