"""What one verification carries from step to step, and the bounded way it asks for documents."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from sceau.bounds import DEEPEST, Bounds, Nest
from sceau.errors import FetchFailed, SceauError, UnsignedParts, Unsupported
from sceau.fetch import JSON_TYPES, Fetched, Fetcher
from sceau.read import Document
from sceau.report import Check, failed, unknown

MOST_REQUESTS: Final = 60
"""How many addresses one verification may ask for, all the badges inside included."""

MOST_FETCHED: Final = 32 * 1024 * 1024
"""How many bytes of answers one verification keeps."""

__all__ = ["DEEPEST", "MOST_FETCHED", "MOST_REQUESTS", "Case", "Once", "fetch_object", "guarded", "of_error"]


@dataclass(frozen=True)
class Case:
    """One badge being verified: what was read, its credential completed, and what the caller gave.

    `recipient` is "type:value" or None; `level` counts badges inside badges; `as_list` marks a status list read for
    another badge, whose own status is not asked again. `lenient` is for the test suites of W3C alone: see
    `sceau.canonical.rdfc`. `bounds` are those of the whole verification.
    """

    document: Document
    credential: dict[str, Any]
    fetch: Fetcher
    now: datetime
    recipient: str | None = None
    level: int = 0
    as_list: bool = False
    lenient: bool = False
    bounds: Bounds = field(default_factory=Bounds)

    @property
    def nest(self) -> Nest:
        """For reading what was found in this badge, or fetched for it."""
        return Nest(bounds=self.bounds)

    def inside(self, document: Document, *, as_list: bool = False) -> "Case":
        """The case of a badge found in this one, or fetched for it: same clock, same fetcher, nobody in particular."""
        return replace(
            self,
            document=document,
            credential=document.credential or {},
            recipient=None,
            level=self.level + 1,
            as_list=as_list,
        )


class Once:
    """A fetcher that asks each address once, and not for ever more of them: `FetchFailed("too-many-requests")`."""

    def __init__(self, fetch: Fetcher) -> None:
        self._fetch = fetch
        self._answers: dict[str, Fetched | FetchFailed] = {}
        self._bytes = 0

    def __call__(self, url: str, *, accept: str) -> Fetched:
        """The answer of `url`, asked at most once."""
        if url not in self._answers:
            if len(self._answers) >= MOST_REQUESTS:
                raise FetchFailed("too-many-requests", url)
            try:
                self._answers[url] = self._weighed(self._fetch(url, accept=accept))
            except FetchFailed as failure:
                self._answers[url] = failure
        answer = self._answers[url]
        if isinstance(answer, FetchFailed):
            raise answer
        return answer

    def _weighed(self, answer: Fetched) -> Fetched:
        self._bytes += len(answer.body)
        if self._bytes > MOST_FETCHED:
            raise FetchFailed("too-long", answer.url)
        return answer


def fetch_object(case: Case, url: str) -> tuple[dict[str, Any], Fetched]:
    """The JSON object at an address, with the answer. Raises `FetchFailed` (any status but 200), `Unreadable`."""
    answer = case.fetch(url, accept=JSON_TYPES)
    if answer.status != 200:
        raise FetchFailed("http-status", f"{answer.status} {url}")
    return case.nest.parsed_object(answer.body, about=url), answer


def guarded(name: str, step: Callable[[Case], Iterable[Check]], case: Case) -> list[Check]:
    """The checks of a step; what it could not do becomes one: a missing document is "unknown", bad form "failed"."""
    try:
        return list(step(case))
    except SceauError as failure:
        return [of_error(name, failure)]


def of_error(name: str, failure: SceauError) -> Check:
    """How an error reads as a check: what could not be had or is not supported is unknown, the rest failed."""
    if isinstance(failure, FetchFailed) or failure.code == "unknown-did-method":
        return unknown(name, failure.code, failure.about)
    shared_secret = failure.code == "unknown-algorithm" and failure.about.upper().startswith("HS")
    if isinstance(failure, UnsignedParts) or failure.code in _REFUSED or shared_secret:
        return failed(name, failure.code, failure.about)
    if isinstance(failure, Unsupported):
        return unknown(name, failure.code, failure.about)
    return failed(name, failure.code, failure.about)


# Well formed and unsupported, yet made to mislead or to hurt: refused, where an unknown suite or context is not.
_REFUSED: Final = frozenset(
    {
        "too-complex",
        "inline-context",
        "protected-term-redefined",
        "bad-context",
        "disguised-member",
        "moved-member",
        "bad-json-ld",
        "forbidden-character",
        "number-out-of-range",
        "unsigned-parts",
        "unsigned-token",
        "unknown-crit",
        "detached-payload",
        "bad-proof",
        "not-a-signed-assertion",
    }
)
