"""What people say of the badges: asked, waiting to be read, shown; and what partners say of a badge of the group."""

from __future__ import annotations

from uuid import UUID, uuid4

from besace.badges.models import BadgeVersion
from besace.credentials.models import Credential, CredentialState
from besace.endorsements import actions
from besace.endorsements.actions import Said
from besace.people.models import Person

from .days import on
from .people import Cast

FARM = Said(
    name="Hugues Lambert",
    role="éleveur",
    place="La Ferme des Deux Ormes",
    words="J’ai travaillé avec cette personne. Je confirme. Les familles demandent quand elle revient.",
)
LIBRARY = Said(
    name="Claire Morel",
    place="La médiathèque",
    words="J’ai vu cette personne le faire. C’était à la fête du livre, avec trente enfants.",
)
OF_THE_BADGE = Said(
    name="Hugues Lambert",
    role="éleveur",
    place="La Ferme des Deux Ormes",
    words="Ce savoir-faire compte dans notre métier.",
)
COMMITTEE = Said(
    name="Inès Baudry", role="chargée de mission", place="Le Département", words="Nous reconnaissons ce badge."
)


def make(cast: Cast, *, iterasinier: BadgeVersion, tablee: BadgeVersion) -> None:
    """From links, on telephones that nobody knows."""
    in_force = Credential.objects.filter(version__in=[iterasinier, tablee], state=CredentialState.VALID)
    held = {badge.holder_id: badge for badge in in_force.order_by("issued_at")}
    odile, yanis = cast["Odile"], cast["Yanis"]
    with on(weeks_ago=2, hour=16):
        shown = _said_of_hers(held[odile.pk], FARM, by=odile)
        actions.accept(shown, by=odile)
    with on(weeks_ago=1, hour=11):
        room = actions.ask_for_badge(iterasinier.pk, by=cast["Maryse"], places=12)
        partner = actions.say(room.pk, OF_THE_BADGE, device=uuid4(), by=None)
        actions.accept(partner.pk, by=cast["Maryse"], leads=True)
    with on(weeks_ago=1, hour=17):
        _said_of_hers(held[odile.pk], LIBRARY, by=odile)
        actions.ask(held[yanis.pk].pk, by=yanis)
        actions.say(room.pk, COMMITTEE, device=uuid4(), by=None)


def _said_of_hers(badge: Credential, said: Said, *, by: Person) -> UUID:
    link = actions.ask(badge.pk, by=by)
    return actions.say(link.pk, said, device=uuid4(), by=None).pk
