"""docs/who-may-what.md says what access.py says: it moves only when somebody looked at it."""

from pathlib import Path

from besace.config.management.commands.who_may_what import table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "who-may-what.md"


def test_the_printed_table_is_the_one_in_use():
    assert PAGE.read_text() == table(), "Look at what moved, then: python manage.py who_may_what > docs/who-may-what.md"
