"""`besace doctor` says in plain words what is wrong, and its exit code says that something is."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from besace.config import diagnosis, preparation
from besace.config.diagnosis import Weight
from besace.core.models import OutboxLine
from besace.credentials.models import IssuingKey, KeyState, SiteAddress
from besace.people.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sound_installation(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    settings.INSTANCE_KEY_FILE = tmp_path / "instance-key"
    preparation.write_instance_key(settings.INSTANCE_KEY_FILE)
    (tmp_path / "secret-key").write_text("secret")
    (tmp_path / "secret-key").chmod(0o600)


def wrong() -> list[str]:
    return [finding.sentence for finding in diagnosis.examine() if finding.weight is Weight.WRONG]


def test_a_sound_installation_has_nothing_wrong() -> None:
    assert wrong() == []
    call_command("doctor", stdout=StringIO())


def test_the_instance_key_is_for_its_owner_alone(settings: Settings) -> None:
    assert oct(settings.INSTANCE_KEY_FILE.stat().st_mode)[-3:] == "400"


def test_writing_the_key_again_keeps_the_first(settings: Settings) -> None:
    before = settings.INSTANCE_KEY_FILE.read_text()
    preparation.write_instance_key(settings.INSTANCE_KEY_FILE)
    assert settings.INSTANCE_KEY_FILE.read_text() == before


def test_a_key_that_others_can_read_is_wrong(settings: Settings) -> None:
    settings.INSTANCE_KEY_FILE.chmod(0o644)
    path = settings.INSTANCE_KEY_FILE
    assert wrong() == [f"D’autres peuvent lire {path} : chmod 600 {path}."]


def test_a_missing_key_is_wrong_and_the_command_says_so(settings: Settings) -> None:
    settings.INSTANCE_KEY_FILE.unlink()
    said = StringIO()
    with pytest.raises(SystemExit) as ending:
        call_command("doctor", stdout=said)
    assert ending.value.code == 1
    assert f"Il manque la clé {settings.INSTANCE_KEY_FILE}. Remettez sa copie." in said.getvalue()


def test_a_worker_asleep_is_wrong() -> None:
    OutboxLine.objects.create(target="nothing", payload={}, due_at=timezone.now() - timedelta(minutes=5))
    assert wrong() == ["1 tâches attendent : l’ouvrier dort. Lancez besace serve."]


def test_too_little_disk_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "ENOUGH_DISK", 10**18)
    assert len(wrong()) == 1


def test_no_mail_server_is_only_worth_a_note(settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    notes = [finding.sentence for finding in diagnosis.examine() if finding.weight is Weight.NOTE]
    assert f"Aucun courrier ne part : il s’écrit dans {settings.EMAIL_FILE_PATH}." in notes


def test_another_address_than_the_badges_carry_is_wrong(settings: Settings) -> None:
    SiteAddress.objects.create(address="https://badges.exemple.org")
    settings.SITE_URL = "https://autre.exemple.org"
    assert "Des badges portent l’adresse https://badges.exemple.org. Remettez-la dans SITE_URL." in wrong()


@pytest.mark.parametrize(
    ("days", "state", "is_told"), [(729, "active", False), (731, "active", True), (731, "retired", False)]
)
def test_a_key_that_serves_for_more_than_two_years_is_worth_a_note(
    organisation: Organisation, days: int, state: str, is_told: bool
) -> None:
    key = IssuingKey.objects.create(organisation=organisation, name="k-2024-1", state=KeyState(state))
    IssuingKey.objects.filter(pk=key.pk).update(created_at=timezone.now() - timedelta(days=days))
    said = "La clé de signature de Les Savoirs du mardi a plus de 2 ans. Changez-la."
    notes = [finding.sentence for finding in diagnosis.examine() if finding.weight is Weight.NOTE]
    assert ((said in notes), wrong()) == (is_told, [])
