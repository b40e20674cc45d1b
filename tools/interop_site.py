"""The badges that the site itself gives, as it publishes them, put before every judge that knows their format.

An installation of its own is made with its demonstration; one badge is shared, one is shared and taken back. So are
the recommendations: one of the shared badge, one of its version, one taken back. Then the key is turned five times, and
the first one is declared stolen: what it signed is signed again and judged again, and the former file is refused.
Open Badges 3.0: Digital Bazaar, DCC `verifier-core`, `openbadgeslib`, baked and not; 2.0: 1EdTech `openbadges`.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from interop import ROOT, Court, Issued, install

if TYPE_CHECKING:
    from besace.credentials.models import Credential

SITE = "https://badges.exemple.org"
TAKEN_BACK: dict[str, bytes] = {}


def set_up_site(var: Path) -> tuple[Credential, Credential]:
    """A living site in `var`; a badge that is shared, and one that was shared and revoked."""
    os.environ.update(BESACE_VAR=str(var), SITE_URL=SITE, DJANGO_SETTINGS_MODULE="besace.config.settings")
    os.environ.update(DEFAULT_FROM_EMAIL="Besace <bonjour@badges.exemple.org>", DATABASE_URL="")
    sys.path[:0] = [str(ROOT / "src")]
    import django  # noqa: PLC0415 -- the environment first

    django.setup()
    from besace.config import demonstration, preparation  # noqa: PLC0415 -- once Django is set up
    from besace.core import worker  # noqa: PLC0415 -- the same
    from besace.credentials import actions  # noqa: PLC0415 -- the same
    from besace.credentials.models import Credential, CredentialState  # noqa: PLC0415 -- the same

    preparation.write_instance_key(var / "instance-key")
    preparation.apply_migrations()
    demonstration.make_if_empty(lambda _sentence: None)
    shared, revoked = Credential.objects.filter(state=CredentialState.VALID).order_by("issued_at")[:2]
    for credential in (shared, revoked):
        actions.publish(credential.pk)
    actions.revoke(revoked.pk, by=None, reason="issued-by-mistake")
    say_and_take_back(shared)
    worker.run_pending()
    return Credential.objects.get(pk=shared.pk), Credential.objects.get(pk=revoked.pk)


def say_and_take_back(shared: Credential) -> None:
    """A recommendation that stands, and one whose copy is kept before it is taken back."""
    from django.utils import timezone  # noqa: PLC0415 -- once Django is set up

    from besace.credentials import endorsing  # noqa: PLC0415 -- the same
    from besace.credentials.awarding import Endorsing  # noqa: PLC0415 -- the same

    said = Endorsing(who="Jeanne Petit, gérante", words="Je l’ai vu.", said_at=timezone.now(), credential_id=shared.pk)
    endorsing.sign(said)
    taken = endorsing.sign(said)
    TAKEN_BACK["document"] = bytes(taken.document)
    endorsing.take_back(taken.pk, by=None)


def turn_keys_and_lose_the_first(shared: Credential) -> bytes:
    """Five rotations, then the theft of the key that signed the shared badge (K02, K03); the badge's former bytes."""
    from datetime import timedelta  # noqa: PLC0415 -- here alone

    from django.utils import timezone  # noqa: PLC0415 -- once Django is set up

    from besace.core import worker  # noqa: PLC0415 -- the same
    from besace.credentials import keys, renewing  # noqa: PLC0415 -- the same
    from besace.credentials.models import IssuingKey  # noqa: PLC0415 -- the same

    for _turn in range(5):
        key = keys.rotate(shared.organisation)
        IssuingKey.objects.filter(pk=key.pk).update(created_at=timezone.now() - timedelta(minutes=6))
        keys.promote(shared.organisation)
    renewing.declare_stolen(shared.key_id, by=None)
    worker.run_pending()
    return bytes(shared.document)


def judge_after_theft(badges: tuple[Credential, Credential], var: Path) -> Court:
    """The same judges before the same badges, signed again; the former file names a key without power."""
    from besace.credentials.models import Credential  # noqa: PLC0415 -- once Django is set up

    former = turn_keys_and_lose_the_first(badges[0])
    shared, revoked = (Credential.objects.get(pk=badge.pk) for badge in badges)
    assert bytes(shared.document) != former
    issued = Issued(ROOT / "var" / "interop-site-stolen")
    publish_to(issued, var, (shared, revoked))
    court = Court(issued.docs)
    judge(court, issued, shared, revoked)
    stolen = issued.file("former.json", former)
    for name in ("digital-bazaar", "verifier-core", "sceau"):
        court.hold("3.0, by a stolen key", name, stolen, good=False)
    return court


def publish_to(issued: Issued, var: Path, badges: tuple[Credential, Credential]) -> None:
    """What the site serves before Django is asked, and the pictures, each under its own address."""
    from besace.core import published  # noqa: PLC0415 -- once Django is set up
    from besace.credentials import addresses, images  # noqa: PLC0415 -- the same

    root = var / "published"
    for file in sorted(root.rglob("*" + published.SUFFIX)):
        address = "/" + str(file.relative_to(root)).removesuffix(published.SUFFIX)
        found = published.find(address)
        assert found is not None
        name = f"{'revoked' if found.status == 410 else 'site'}-{address.strip('/').replace('/', '-')}".removesuffix(
            ".json"
        )
        issued.doc(SITE + address, found.body, f"{name}.json")
        if address.endswith("/did.json"):
            issued.doc(addresses.did(badges[0].organisation_id), found.body, f"{name}.json")
    for badge in badges:
        version = f"{addresses.badge(badge.version_id)}/image.png"
        issued.doc(version, bytes(badge.version.picture_png), f"version-{badge.version_id}.png")
        picture = f"{addresses.assertion(badge.assertion_id)}/image.png"
        issued.doc(picture, images.baked_assertion(badge), f"assertion-{badge.assertion_id}.png")


def judge(court: Court, issued: Issued, shared: Credential, revoked: Credential) -> None:
    from besace.credentials import addresses, images  # noqa: PLC0415 -- once Django is set up

    file = issued.file("given.json", bytes(shared.document))
    broken = _changed(file, issued.folder)
    for name in ("digital-bazaar", "verifier-core", "openbadgeslib", "sceau"):
        court.hold("3.0, as served", name, file, good=True)
        court.hold("3.0, changed", name, broken, good=False)
    baked = issued.file("given.png", images.baked_png(shared))
    for name in ("openbadgeslib", "sceau"):
        court.hold("3.0, baked in a PNG", name, baked, good=True)
    court.hold("3.0, baked in an SVG", "sceau", issued.file("given.svg", images.baked_svg(shared)), good=True)
    gone = issued.file("revoked.json", bytes(revoked.document))
    for name in ("digital-bazaar", "verifier-core", "sceau"):
        court.hold("3.0, revoked", name, gone, good=False)
    judge_words(court, issued, shared)
    for badge, good in ((shared, True), (revoked, False)):
        url = addresses.assertion(badge.assertion_id)
        hosted = issued.file(f"hosted-{good}.txt", url)
        for name in ("openbadges", "sceau"):
            court.hold("2.0, by its address" if good else "2.0, revoked (410)", name, hosted, good=good, url=url)


def judge_words(court: Court, issued: Issued, shared: Credential) -> None:
    """Recommendations, signed beside the badge: each judge reads them as credentials of their own."""
    from besace.credentials.models import SignedEndorsement  # noqa: PLC0415 -- once Django is set up

    for kind, found in (
        ("of a badge given", SignedEndorsement.objects.filter(credential=shared, state="valid")),
        ("of a version", SignedEndorsement.objects.filter(version__isnull=False, state="valid")),
    ):
        file = issued.file(f"words-{kind.replace(' ', '-')}.json", bytes(found[0].document))
        broken = _changed(file, issued.folder, word=b"Recommandation")
        for name in ("digital-bazaar", "verifier-core", "sceau"):  # openbadgeslib reads badges alone
            court.hold(f"recommendation {kind}", name, file, good=True)
            court.hold(f"recommendation {kind}, changed", name, broken, good=False)
    gone = issued.file("words-taken-back.json", TAKEN_BACK["document"])
    for name in ("digital-bazaar", "verifier-core", "sceau"):
        court.hold("recommendation taken back", name, gone, good=False)


def _changed(file: Path, into: Path, *, word: bytes = b"Reconnaissance") -> Path:
    target = into / f"changed-{file.name}"
    target.write_bytes(file.read_bytes().replace(b'"' + word, b'"X' + word, 1))
    return target


def main() -> int:
    install()
    var = Path(tempfile.mkdtemp(prefix="besace-judged-"))
    shared, revoked = set_up_site(var)
    issued = Issued(ROOT / "var" / "interop-site")
    publish_to(issued, var, (shared, revoked))
    court = Court(issued.docs)
    judge(court, issued, shared, revoked)
    faults = court.sum_up()
    stolen = judge_after_theft((shared, revoked), var)
    print("\nAfter five rotations, then the theft of the first key:")
    faults += stolen.sum_up()
    shutil.rmtree(var)
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main())
