"""Makes the ZIP: the signed files, their pictures, one page and one classic script (DECISIONS.md 7)."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from besace.credentials import images, leaving
from besace.credentials.models import Credential, SignedEndorsement
from besace.people.known import everything
from besace.people.models import Organisation, Person

from .. import queries

HERE = Path(__file__).parent
LETTERS = "vendor/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"
Files = dict[str, bytes]


def build(person: Person) -> bytes:
    """Her whole bag, and who recommends her. The organisation's key signs the print of each file, here and now."""
    by_organisation: dict[Organisation, Files] = defaultdict(dict)
    badges = []
    for number, badge in enumerate(queries.hers(person), start=1):
        folder = f"badges/{number:02d}-{slugify(badge.version.name) or 'badge'}"
        files = _files(badge, folder)
        by_organisation[badge.organisation].update(files)
        badges.append(_embedded(files, folder))
    lists = [asdict(leaving.sign_list(house, files)) for house, files in by_organisation.items()]
    signed = {path: content for files in by_organisation.values() for path, content in files.items()}
    return _zipped({**_page(person, badges, lists), **signed})


def _files(badge: Credential, folder: str) -> Files:
    return {
        f"{folder}/badge.json": bytes(badge.document),
        f"{folder}/badge-2.0.json": bytes(badge.assertion),
        f"{folder}/badge.png": images.baked_png(badge),
        f"{folder}/badge.svg": images.baked_svg(badge),
        **{f"{folder}/recommandation-{n}.json": document for n, document in enumerate(_said_of(badge), start=1)},
    }


def _said_of(badge: Credential) -> list[bytes]:
    """What others say of her badge, and that she accepted: signed beside it, so it goes along."""
    kept = SignedEndorsement.objects.filter(credential=badge, state="valid").exclude(document=b"")
    return [bytes(one.document) for one in kept]


def _embedded(files: Files, folder: str) -> dict[str, Any]:
    """A page opened from a disk may not read the files beside it: it carries the signed ones inside."""
    path = f"{folder}/badge.json"
    words = [_inside(files, one) for one in sorted(files) if one.startswith(f"{folder}/recommandation-")]
    return {**_inside(files, path), "picture": f"{folder}/badge.svg", "words": words}


def _inside(files: Files, path: str) -> dict[str, str]:
    return {"path": path, "content": base64.b64encode(files[path]).decode()}


def _page(person: Person, badges: list[dict[str, str]], lists: list[dict[str, Any]]) -> Files:
    data = {"badges": badges, "lists": lists, "words": _words()}
    context = {"archive": data, "count": len(badges), "made_at": timezone.now(), "language": get_language()}
    known = json.dumps(everything(person), ensure_ascii=False, indent=2)
    return {
        "index.html": render_to_string("passports/archive.html", context).encode(),
        "sac.js": (HERE / "sac.js").read_bytes(),
        "sac.css": _letters() + (HERE / "sac.css").read_bytes(),
        "ce-que-l-on-sait-de-moi.json": known.encode(),
    }


def _letters() -> bytes:
    """The house's letters inside the style sheet: a page opened from a disk may not read a file beside it."""
    found = finders.find(LETTERS)
    if found is None:
        return b""
    woff = base64.b64encode(Path(found).read_bytes()).decode()
    source = f"url(data:font/woff2;base64,{woff}) format('woff2')"
    return (
        f"@font-face {{ font-family: 'Atkinson Hyperlegible Next'; font-weight: 200 800; src: {source}; }}\n".encode()
    )


def _words() -> dict[str, Any]:
    """What the page says; a verdict is one word, then one sentence."""
    return {
        "valid": [_("Valable"), _("Personne n’a changé ce badge.")],
        "changed": [_("Changé"), _("Quelqu’un a changé ce badge. Ne vous y fiez pas.")],
        "stranger": [_("Pas de ce sac"), _("Ce fichier a été changé, ou vient d’ailleurs.")],
        "unknown": [_("Pas vérifié"), _("Ce navigateur ne sait pas vérifier. Essayez un autre.")],
        "signed_by": _("Signé par"),
        "recommended": _("Qui recommande"),
        "picture": _("Image du badge"),
    }


def _zipped(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return out.getvalue()
