"""Gathers the sentences to translate, with Babel alone, into the English catalogue; says which wait for English.

python tools/messages.py            update src/besace/locale/en/LC_MESSAGES/django.po
python tools/messages.py --waiting  only list what has no English
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "besace"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """# English for Besace; French is the source. `make messages` writes this file anew, translations kept.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
SHOWN_ONLY = PACKAGE / "templates" / "config" / "frames"  # drawings for those who build screens


def files() -> list[Path]:
    """Where sentences live: code and templates."""
    found = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt")]
    return sorted(f for f in found if "migrations" not in f.parts and SHOWN_ONLY not in f.parents)


def source(file: Path) -> str:
    """The file as Python that Babel can read: Django itself turns a template into calls of gettext."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        return text
    return "\n".join(line.strip() for line in templatize(text).splitlines())


def sentences(file: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    """Line, sentence (with its plural if it has one) and context; an empty sentence is the catalogue's own header."""
    read = extract("python", BytesIO(source(file).encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
    for line, message, _comments, context in read:
        if message and message != ("", ""):
            yield line, message, context


def extracted() -> Catalog:
    """All the sentences of the site, each once."""
    catalogue = Catalog(locale="en", project="Besace", fuzzy=False)
    for file in files():
        for _line, message, context in sentences(file):
            catalogue.add(message, context=context, flags=_flags(message))
    return catalogue


def _flags(message: str | tuple[str, ...]) -> set[str]:
    first = message if isinstance(message, str) else message[0]
    return {"python-format"} if "%(" in first else set()


def kept() -> Catalog:
    """What is translated already."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def waiting() -> list[str]:
    """The French sentences that have no English."""
    english = kept()
    found = []
    for message in extracted():
        known = english.get(message.id, context=message.context) if message.id else None
        strings = known.string if known else ""
        if message.id and not all(strings if isinstance(strings, tuple) else [strings]):
            found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found


def update() -> None:
    """Write the catalogue anew: sentences in order of the alphabet, translations kept, those of nobody left out."""
    english, new = kept(), extracted()
    for message in new:
        known = english.get(message.id, context=message.context) if message.id else None
        if known:
            message.string = known.string
    body = BytesIO()
    write_po(body, new, width=110, no_location=True, sort_output=True, ignore_obsolete=True, omit_header=True)
    CATALOGUE.write_bytes(HEADER.encode() + body.getvalue())


def main() -> None:
    if "--waiting" not in sys.argv:
        update()
    found = waiting()
    for sentence in found:
        print(sentence)
    print(f"{len(found)} sentences wait for English.", file=sys.stderr)
    sys.exit(1 if found and "--waiting" in sys.argv else 0)


if __name__ == "__main__":
    main()
