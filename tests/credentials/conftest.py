"""A stamped Itérasinier, ready to be given."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from besace.badges.models import BadgeClass, BadgeState, BadgeVersion
from besace.config import preparation
from besace.credentials.awarding import Awarding, SeenCriterion
from besace.people.models import Group, Person

if TYPE_CHECKING:
    MakeAwarding = Callable[..., Awarding]


@pytest.fixture(autouse=True)
def installation(settings: Settings, tmp_path: Path) -> None:
    settings.INSTANCE_KEY_FILE = tmp_path / "instance-key"
    settings.PUBLISHED_ROOT = tmp_path / "published"
    settings.SITE_URL = "https://badges.exemple.org"
    preparation.write_instance_key(settings.INSTANCE_KEY_FILE)


@pytest.fixture
def version(group: Group) -> BadgeVersion:
    badge = BadgeClass.objects.create(organisation=group.organisation, group=group, name="Itérasinier")
    picture = BytesIO()
    Image.new("RGB", (16, 16), "#14203a").save(picture, "PNG")
    made = BadgeVersion.objects.create(
        badge=badge,
        number=1,
        name="Itérasinier",
        sentence="Soigner un âne et le mener en balade.",
        purpose="Accueillir des familles au pré.",
        criteria=[
            {"id": "c1", "text": "Approcher l’âne doucement", "kind": "know-how", "branch": ""},
            {"id": "c2", "text": "Rester calme", "kind": "way-of-being", "branch": ""},
        ],
        rule_in_words="Une personne, une voix.",
        people_count=12,
        stamped_at=timezone.now(),
        picture_svg='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7"/></svg>',
        picture_png=picture.getvalue(),
        picture_words="Itérasinier : un âne dans un rond",
        canonical_text="Itérasinier",
        fingerprint="0" * 64,
    )
    badge.state, badge.current_version = BadgeState.STAMPED, made
    badge.save()
    return made


@pytest.fixture
def awarding(version: BadgeVersion, odile: Person) -> MakeAwarding:
    def make(**changes: object) -> Awarding:
        usual = {
            "award_id": uuid4(),
            "version_id": version.pk,
            "holder_id": odile.pk,
            "awarded_at": timezone.now(),
            "peers": 12,
            "group_name": "Atelier du mardi",
            "rule_in_words": "Une personne, une voix.",
            "criteria_seen": (
                SeenCriterion("Approcher l’âne doucement"),
                SeenCriterion("Rester calme", with_help=True),
            ),
            "place": "Une balade avec 14 visiteurs",
        }
        return Awarding(**{**usual, **changes})  # type: ignore[arg-type]

    return make
