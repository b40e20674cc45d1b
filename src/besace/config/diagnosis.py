"""What may be wrong with an installation, said in plain words to somebody who is no engineer."""

from __future__ import annotations

import shutil
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import journal, outbox, retention
from besace.core.models import JournalEntry
from besace.credentials import rules as credential_rules
from besace.credentials.models import IssuingKey, KeyState, Renewal, SiteAddress
from besace.notices.silence import queries as silence

from . import preparation

ENOUGH_DISK = 1_000_000_000
WORKER_ASLEEP_AFTER = timedelta(minutes=1)
# The day this file was written: a clock before it has been reset.
NOT_BEFORE = datetime(2026, 11, 1, tzinfo=UTC)


class Weight(Enum):
    WELL = "ok"
    NOTE = "note"
    WRONG = "mal"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: how it is, and what to do about it."""

    weight: Weight
    sentence: str


def examine() -> list[Finding]:
    """Everything worth looking at, in the order in which one would mend it."""
    return [finding for look in LOOKS for finding in look()]


def _database() -> Iterator[Finding]:
    try:
        waiting = preparation.waiting_migrations()
    except DatabaseError:
        yield Finding(Weight.WRONG, _("La base de données ne répond pas. Vérifiez DATABASE_URL."))
        return
    if waiting:
        yield Finding(Weight.WRONG, _("La base attend %(n)d mises à jour : besace migrate.") % {"n": len(waiting)})
    else:
        yield Finding(Weight.WELL, _("La base de données est à jour."))
    if connection.vendor == "sqlite":
        yield from _sqlite_is_whole()


def _sqlite_is_whole() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        (answer,) = cursor.fetchone()
    if answer != "ok":
        yield Finding(Weight.WRONG, _("Le fichier de la base est abîmé. Reprenez la dernière sauvegarde."))


def _keys() -> Iterator[Finding]:
    for path in (settings.INSTANCE_KEY_FILE, settings.VAR / "secret-key"):
        if not path.exists():
            yield Finding(Weight.WRONG, _("Il manque la clé %(path)s. Remettez sa copie.") % {"path": path})
        elif stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding(Weight.WRONG, _("D’autres peuvent lire %(path)s : chmod 600 %(path)s.") % {"path": path})
        else:
            yield Finding(Weight.WELL, _("La clé %(name)s est bien gardée.") % {"name": path.name})


def _signing_keys() -> Iterator[Finding]:
    """Their age, and whether a theft still asks for somebody (SECURITY.md E.2, K03)."""
    now = timezone.now()
    serving = IssuingKey.objects.filter(state=KeyState.ACTIVE).select_related("organisation")
    for key in serving:
        if credential_rules.is_old(key.created_at, now=now):
            said = _("La clé de signature de %(name)s a plus de 2 ans. Changez-la.")
            yield Finding(Weight.NOTE, said % {"name": key.organisation.name})
    waiting = Renewal.objects.filter(outcome=Renewal.Outcome.REVIEW).count()
    if waiting:
        yield Finding(Weight.NOTE, _("Après un vol de clé, %(n)d badges sont à relire à deux.") % {"n": waiting})


def _mail() -> Iterator[Finding]:
    if settings.EMAIL_HOST:
        yield Finding(Weight.WELL, _("Le courrier part par %(host)s.") % {"host": settings.EMAIL_HOST})
    else:
        yield Finding(
            Weight.NOTE, _("Aucun courrier ne part : il s’écrit dans %(path)s.") % {"path": settings.EMAIL_FILE_PATH}
        )


def _address() -> Iterator[Finding]:
    signed = SiteAddress.objects.exclude(address=settings.SITE_URL).first()
    if signed is not None:
        said = _("Des badges portent l’adresse %(url)s. Remettez-la dans SITE_URL.")
        yield Finding(Weight.WRONG, said % {"url": signed.address})
    elif settings.IS_HTTPS:
        yield Finding(Weight.WELL, _("L’adresse du site est %(url)s.") % {"url": settings.SITE_URL})
    else:
        yield Finding(
            Weight.NOTE,
            _("L’adresse %(url)s n’est pas en https. C’est bien pour essayer.") % {"url": settings.SITE_URL},
        )


def _clock() -> Iterator[Finding]:
    now = datetime.now(UTC)
    last = JournalEntry.objects.aggregate(last=Max("at"))["last"]
    if now < NOT_BEFORE or (last is not None and now < last - timedelta(minutes=5)):
        yield Finding(Weight.WRONG, _("L’horloge de la machine retarde. Remettez-la à l’heure."))
    elif abs(time.time() - now.timestamp()) < 1:
        yield Finding(Weight.WELL, _("L’horloge avance."))


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(_existing(settings.VAR)).free
    weight = Weight.WELL if free > ENOUGH_DISK else Weight.WRONG
    yield Finding(weight, _("Il reste %(n)d Mo sur le disque.") % {"n": free // 1_000_000})


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)


def _worker() -> Iterator[Finding]:
    state = outbox.state()
    if state.dead:
        yield Finding(Weight.WRONG, _("%(n)d tâches ont échoué. Regardez le journal.") % {"n": state.dead})
    if state.late_by > WORKER_ASLEEP_AFTER:
        yield Finding(
            Weight.WRONG, _("%(n)d tâches attendent : l’ouvrier dort. Lancez besace serve.") % {"n": state.waiting}
        )
    else:
        yield Finding(Weight.WELL, _("Rien n’est en retard."))


def _retention() -> Iterator[Finding]:
    if retention.is_late():
        yield Finding(Weight.WRONG, _("Rien ne s’efface depuis 2 jours. Lancez besace serve, puis attendez la nuit."))
    else:
        yield Finding(Weight.WELL, _("Ce qui est trop vieux s’efface chaque nuit."))


def _silent() -> Iterator[Finding]:
    untold = silence.nobody_can_be_told()
    if untold:
        said = _("%(n)d comptes dorment sans que personne le sache. Donnez un rôle « anime ».")
        yield Finding(Weight.NOTE, said % {"n": untold})


def _journal() -> Iterator[Finding]:
    state = journal.verify_chain()
    if state.is_whole:
        yield Finding(Weight.WELL, _("Le journal est entier."))
    else:
        yield Finding(Weight.WRONG, _("Le journal a été modifié à la ligne %(n)s.") % {"n": state.broken_at})


def _fonts() -> Iterator[Finding]:
    if any(settings.FONTS_ROOT.glob("*.ttf")):
        yield Finding(Weight.WELL, _("Les polices sont là."))
    else:
        yield Finding(Weight.NOTE, _("Les polices manquent : cartes et images attendent. Lancez make setup."))


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _database,
    _keys,
    _signing_keys,
    _mail,
    _address,
    _clock,
    _disk,
    _worker,
    _retention,
    _silent,
    _journal,
    _fonts,
)
