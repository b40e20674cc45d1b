"""The step of the carrier: one badge, in a file that is whole."""

from collections.abc import Iterator

from sceau.report import Check, failed, passed
from sceau.verify.case import Case


def check_carrier(case: Case) -> Iterator[Check]:
    """Two badges in one file are ambiguous; a cut or corrupted picture is told: codes of `Document.problems`."""
    for problem in case.document.problems:
        yield failed("carrier", problem, case.document.carrier)
    if not case.document.problems:
        yield passed("carrier", about=case.document.carrier)
