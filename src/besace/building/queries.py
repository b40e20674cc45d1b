"""Looking at a web: its branches, its criteria and where they are in the debate; the hints; what is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from besace.badges import queries as badges
from besace.badges import words
from besace.people.models import Group
from besace.votes import queries as ballots
from besace.votes.models import Ballot
from besace.votes.result import Result, result_from
from besace.votes.rules import Question

from . import crowding, drawing, placing, rules
from .drawing import WebPicture
from .models import HAS_A_FILE, Branch, Contribution, Criterion, Likeness, Round, Web
from .rules import Idea, Remark


@dataclass(frozen=True, slots=True)
class BranchLine:
    """A branch and what hangs on it, in the order of the badge: the list that doubles the drawing."""

    branch: Branch
    criteria: list[Criterion]
    place: int

    @property
    def colour(self) -> int:
        return self.place % drawing.COLOURS + 1


@dataclass(frozen=True, slots=True)
class DebateLine:
    """A criterion in the facilitator's queue: where it is, and what its last question said."""

    criterion: Criterion
    ballot: Ballot | None
    result: Result | None

    @property
    def is_open(self) -> bool:
        return self.ballot is not None and self.ballot.is_open

    @property
    def needs_debate(self) -> bool:
        return self.result is not None and self.criterion.state == rules.PROPOSED


def web(web_id: UUID) -> Web:
    return Web.objects.select_related("group__organisation", "badge", "version", "stamp_ballot").get(pk=web_id)


def criterion(criterion_id: UUID) -> Criterion:
    return Criterion.objects.select_related("web__group__organisation", "branch").get(pk=criterion_id)


def open_webs(group: Group) -> QuerySet[Web]:
    """What the group may go on with at its next meeting."""
    return (
        Web.objects.filter(group=group, is_rehearsal=False)
        .exclude(state__in=[rules.STAMPED, rules.ABANDONED])
        .select_related("badge")
    )


def branch_lines(web: Web, *, states: Iterable[str] = rules.DRAWN) -> list[BranchLine]:
    """Branches and their criteria, in two queries; the same order as the drawing's list."""
    shown = Criterion.objects.filter(state__in=list(states)).order_by("rank", "created_at")
    branches = web.branches.prefetch_related(Prefetch("criteria", queryset=shown, to_attr="shown"))
    return [BranchLine(branch, list(branch.shown), branch.place) for branch in branches]


def lines_of(branches: Iterable[Branch], criteria: Iterable[Criterion]) -> list[BranchLine]:
    """The same from what was read already, criteria in the order of the badge."""
    shown = [c for c in criteria if c.state in rules.DRAWN]
    return [BranchLine(one, [c for c in shown if c.branch_id == one.pk], one.place) for one in branches]


def picture(
    web: Web, *, lines: list[BranchLine] | None = None, latest: UUID | None = None, branch: UUID | None = None
) -> WebPicture:
    """The drawing. When there is more than it can hold: the branches with counters, and `branch` in large."""
    lines = branch_lines(web) if lines is None else lines
    shown = [c for line in lines for c in line.criteria]
    states, newest = {str(c.pk): c.state for c in shown}, str(latest or "")
    now = placing.drawn(web, branches=[line.branch for line in lines], criteria=shown)
    if all(c.spot or c.state == rules.REMOVED for c in shown):
        return drawing.picture(
            now.layout, labels=now.labels, headings=now.headings, states=states, theme=web.theme, latest=newest
        )
    last = max(shown, key=lambda c: c.created_at)
    return crowding.crowded(
        labels=[placing.label_of(c) for c in shown],
        headings=now.headings,
        states=states,
        theme=web.theme,
        branch=str(branch or last.branch_id),
        latest=newest,
    )


def counts(web: Web) -> Counter[str]:
    """How many criteria in each state."""
    return Counter(web.criteria.values_list("state", flat=True))


def removed(web: Web) -> QuerySet[Criterion]:
    """What was set aside, and can come back."""
    return web.criteria.filter(state__in=[rules.REMOVED, rules.TO_REVIEW, rules.HIDDEN])


def kept(web: Web) -> QuerySet[Criterion]:
    return web.criteria.filter(state__in=rules.IN_THE_BADGE).select_related("branch").order_by("rank", "created_at")


def debate_lines(web: Web) -> list[DebateLine]:
    """Every criterion on the web with its last ballot, in three queries whatever their number."""
    criteria = list(web.criteria.filter(state__in=rules.DRAWN).select_related("branch").order_by("rank", "created_at"))
    last = ballots.ballots_of(f"criterion:{c.pk}" for c in criteria)
    lines = []
    for one in criteria:
        ballot = last.get(f"criterion:{one.pk}")
        result = result_from(ballot.result) if ballot and ballot.result else None
        lines.append(DebateLine(one, ballot, result))
    return lines


def current_question(criterion: Criterion) -> Round | None:
    """What the group is answering about it now."""
    return criterion.rounds.filter(settled_at__isnull=True).select_related("ballot").first()


def share_kept_at_once(web: Web) -> tuple[int, int]:
    """How many criteria were kept with no debate, out of how many decided (PROTOCOL.md E18)."""
    settled = Round.objects.filter(criterion__web=web, settled_at__isnull=False).select_related("ballot")
    first = [r for r in settled if r.ballot.question == Question.FIRST_ANSWER]
    return sum(r.ballot.outcome == "adopted" for r in first), len({r.criterion_id for r in settled})


def credits_of(criterion: Criterion) -> QuerySet[Contribution]:
    """Every wording given to it, its merged ones' too, with who gave them."""
    family = [criterion.pk, *criterion.merged.values_list("pk", flat=True)]
    return Contribution.objects.filter(criterion__in=family).select_related("author", "entered_by")


def files_of(web: Web) -> QuerySet[Contribution]:
    """What was photographed or said aloud on this web, the hidden apart."""
    given = Contribution.objects.filter(HAS_A_FILE, criterion__web=web).exclude(criterion__state=rules.HIDDEN)
    return given.select_related("author", "criterion").order_by("created_at")


def ideas(web: Web) -> list[Idea]:
    return [Idea(c.pk, c.text, c.state) for c in web.criteria.filter(state__in=rules.ON_THE_WEB)]


def alike(criteria: Iterable[Criterion]) -> list[tuple[Criterion, Criterion, int]]:
    """Pairs to look at: those people pointed at (how many), then those that the words say."""
    rows = {c.pk: c for c in criteria}
    said = Counter((line.one_id, line.other_id) for line in Likeness.objects.filter(one__in=rows, other__in=rows))
    pairs = [(rows[one], rows[other], count) for (one, other), count in said.most_common()]
    for one, other in rules.pairs_alike([Idea(c.pk, c.text, c.state) for c in rows.values()]):
        if (one.id, other.id) not in said and (other.id, one.id) not in said:
            pairs.append((rows[one.id], rows[other.id], 0))
    return pairs


def same_as(web: Web, text: str) -> list[Criterion]:
    """Ideas already there that say the same: shown before sending, never imposed."""
    found = [idea.id for idea in rules.same_ideas(text, among=ideas(web))]
    rows = Criterion.objects.in_bulk(found)
    return [rows[pk] for pk in found]


def remarks(web: Web, *, among: Iterable[Criterion] | None = None) -> list[Remark]:
    """Everything worth a kind word before the stamp; `among`: what is on the web, where it was read already."""
    return rules.remarks(
        web.theme,
        purpose=web.purpose,
        sentence=web.sentence,
        ideas=ideas(web) if among is None else [Idea(c.pk, c.text, c.state) for c in among],
        existing=badges.names_in(web.group.organisation, but=web.badge_id),
    )


def private_hint(text: str) -> bool:
    """A rude word: said to the author alone, never to anybody else."""
    return bool(words.rude(text))
