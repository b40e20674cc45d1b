"""The minutes, as plain values, and the four ways of handing them over (PROTOCOL.md 1.7). PDF: `minutes_pdf`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from besace.core.plain import csv_cell

from . import sentences


@dataclass(frozen=True)
class CriterionLine:
    """One criterion: from the ideas it came from to what the group decided."""

    text: str
    branch: str
    kind: str
    outcome: str
    outcome_in_words: str
    ideas: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class StampLine:
    """What was stamped that day."""

    name: str
    sentence: str
    people: int
    rule: str
    stamped_at: str
    fingerprint: str
    address: str = ""


@dataclass(frozen=True)
class Record:
    """Everything the minutes say; frozen after seven days."""

    title: str
    group: str
    organisation: str
    day: str
    hours: str
    place: str
    present: int
    facilitators: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    phones: int = 0
    hands: int = 0
    proxies: int = 0
    theme: str = ""
    purpose: str = ""
    web_svg: str = ""
    criteria: tuple[CriterionLine, ...] = ()
    stamp: StampLine | None = None
    given: tuple[str, ...] = ()
    faces: tuple[tuple[str, int], ...] = ()
    said: tuple[str, ...] = ()
    next_time: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        kept: dict[str, Any] = json.loads(json.dumps(asdict(self)))  # tuples become lists, as they are read again
        return kept

    @property
    def ways(self) -> str:
        return sentences.voices_by_way(phones=self.phones, hands=self.hands, proxies=self.proxies)

    def by_branch(self) -> dict[str, list[CriterionLine]]:
        branches: dict[str, list[CriterionLine]] = {}
        for line in self.criteria:
            branches.setdefault(line.branch, []).append(line)
        return branches


def record_from(kept: Mapping[str, Any]) -> Record:
    """The record, read again from what the database keeps."""
    values, lines = _tuples(kept), [_tuples(line) for line in kept["criteria"]]
    values["criteria"] = tuple(CriterionLine(**line) for line in lines)
    values["faces"] = tuple((name, number) for name, number in kept["faces"])
    values["stamp"] = StampLine(**kept["stamp"]) if kept["stamp"] else None
    return Record(**values)


def _tuples(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in kept.items()}


def as_text(record: Record) -> str:
    """Plain text, to paste in a message."""
    blocks = [
        "\n".join(
            [
                record.title,
                f"{record.group} · {record.organisation}",
                ", ".join(filter(None, [record.day, record.hours])),
            ]
        ),
        _paragraph(_("Lieu"), record.place),
        _paragraph(_("Animation"), ", ".join(record.facilitators)),
        _people(record),
        _paragraph(_("Badge"), record.theme),
        _paragraph(_("À quoi cela sert"), record.purpose),
        _criteria(record),
        _stamp(record),
        _list(_("Badges donnés"), record.given),
        _list(_("Pour la prochaine fois"), record.next_time),
        _list(_("Qui fait quoi"), record.tasks),
        _list(_("Bilan"), [f"{name} : {n}" for name, n in record.faces if n] + list(record.said)),
        _list(_("À savoir"), record.remarks),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def as_csv(record: Record) -> str:
    """One line for each criterion; semicolons and a mark of order, as spreadsheets in French expect."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([_("Branche"), _("Critère"), _("Sorte"), _("Décision"), _("Idées"), _("Réponses"), _("Raison")])
    for line in record.criteria:
        cells = [line.branch, line.text, line.kind, line.outcome_in_words]
        writer.writerow([csv_cell(c) for c in (*cells, " / ".join(line.ideas), " / ".join(line.answers), line.reason)])
    return out.getvalue()


def _paragraph(title: str, text: str) -> str:
    return f"{title} : {text}" if text else ""


def _list(title: str, lines: list[str] | tuple[str, ...]) -> str:
    return "\n".join([title, *(f"- {line}" for line in lines)]) if lines else ""


def _people(record: Record) -> str:
    told = _("Personnes présentes : %(n)s.") % {"n": record.present}
    return "\n".join(part for part in (told, record.ways, ", ".join(record.names)) if part)


def _criteria(record: Record) -> str:
    if not record.criteria:
        return ""
    lines = [_("Critères")]
    for branch, criteria in record.by_branch().items():
        lines.append(f"\n{branch}")
        lines += [f"- {c.text} ({c.outcome_in_words})" + (f" : {c.reason}" if c.reason else "") for c in criteria]
    return "\n".join(lines)


def _stamp(record: Record) -> str:
    if record.stamp is None:
        return ""
    told = _("Tamponné par %(n)s personnes.") % {"n": record.stamp.people}
    mark = _("Empreinte : %(mark)s") % {"mark": record.stamp.fingerprint}
    return "\n".join([f"« {record.stamp.name} »", record.stamp.sentence, told, record.stamp.rule, mark])
