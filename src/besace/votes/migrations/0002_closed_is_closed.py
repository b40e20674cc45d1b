"""What a closed ballot refuses, said in the database itself.

The trigger of PostgreSQL takes a share lock on the ballot: a voice that comes while somebody closes waits, then is
refused. SQLite has one writer at a time, so a look is enough. A later migration that rebuilds one of these tables on
SQLite loses its triggers, and tests/votes/test_database.py says so: make them again in that migration.
"""

from django.db import migrations

VOICES = ("votes_voice", "votes_sealedvoice", "votes_handcount")
FROZEN = ("subject", "question", "rule", "secrecy", "present", "opened_at", "closed_at", "outcome", "result")

SQLITE_VOICE = """
CREATE TRIGGER {table}_{verb}_open BEFORE {verb} ON {table}
WHEN (SELECT closed_at FROM votes_ballot WHERE id = NEW.ballot_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'ballot-closed'); END
"""
SQLITE_BALLOT = f"""
CREATE TRIGGER votes_ballot_frozen BEFORE UPDATE OF {", ".join(FROZEN)} ON votes_ballot
WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'ballot-closed'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION votes_ballot_must_be_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM votes_ballot WHERE id = NEW.ballot_id AND closed_at IS NULL FOR SHARE;
  IF NOT FOUND THEN RAISE EXCEPTION 'ballot-closed' USING ERRCODE = 'check_violation'; END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION votes_ballot_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'ballot-closed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER votes_ballot_frozen BEFORE UPDATE OF {", ".join(FROZEN)} ON votes_ballot
FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION votes_ballot_is_frozen();
"""
POSTGRESQL_VOICE = """
CREATE TRIGGER {table}_open BEFORE INSERT OR UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION votes_ballot_must_be_open();
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        for table in VOICES:
            schema_editor.execute(POSTGRESQL_VOICE.format(table=table))
        return
    schema_editor.execute(SQLITE_BALLOT)
    for table in VOICES:
        for verb in ("INSERT", "UPDATE"):
            schema_editor.execute(SQLITE_VOICE.format(table=table, verb=verb))


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER votes_ballot_frozen ON votes_ballot")
        for table in VOICES:
            schema_editor.execute(f"DROP TRIGGER {table}_open ON {table}")
        schema_editor.execute("DROP FUNCTION votes_ballot_must_be_open, votes_ballot_is_frozen")
        return
    schema_editor.execute("DROP TRIGGER votes_ballot_frozen")
    for table in VOICES:
        for verb in ("INSERT", "UPDATE"):
            schema_editor.execute(f"DROP TRIGGER {table}_{verb}_open")


class Migration(migrations.Migration):
    dependencies = [("votes", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
