"""What was stamped does not change, said in the database itself: no column of a version may be written twice.

A later migration that rebuilds this table on SQLite loses the trigger, and tests/badges/test_frozen.py says so: make it
again in that migration.
"""

from django.db import migrations

SQLITE = """
CREATE TRIGGER badges_badgeversion_frozen BEFORE UPDATE ON badges_badgeversion
BEGIN SELECT RAISE(ABORT, 'version-frozen'); END
"""
POSTGRESQL = """
CREATE FUNCTION badges_version_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'version-frozen' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER badges_badgeversion_frozen BEFORE UPDATE OR DELETE ON badges_badgeversion
FOR EACH ROW EXECUTE FUNCTION badges_version_is_frozen();
"""


def add(apps, schema_editor):
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER badges_badgeversion_frozen ON badges_badgeversion")
        schema_editor.execute("DROP FUNCTION badges_version_is_frozen")
        return
    schema_editor.execute("DROP TRIGGER badges_badgeversion_frozen")


class Migration(migrations.Migration):
    dependencies = [("badges", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
