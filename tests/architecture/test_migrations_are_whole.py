"""What the models say, the migrations do: a column that only one of the two knows breaks an installation."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_migration_is_missing_and_no_app_has_two_last_ones():
    said = StringIO()
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=said)

    assert said.getvalue().strip() == "No changes detected"
