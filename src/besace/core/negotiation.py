"""One address, the answer by what is asked for (STANDARDS.md 1.6, trap 12): JSON unless a page is asked for."""

from __future__ import annotations

PAGE = "page"
JSON = "json"
PICTURE = "picture"

_KINDS = {
    "text/html": PAGE,
    "application/xhtml+xml": PAGE,
    "application/json": JSON,
    "application/ld+json": JSON,
    "application/vc": JSON,
    "application/vc+ld+json": JSON,
    "application/*": JSON,
    "*/*": JSON,
    "image/png": PICTURE,
    "image/*": PICTURE,
}


def wanted(accept: str) -> str:
    """PAGE, JSON or PICTURE, by the weights of an `Accept` header (RFC 9110 §12.5.1); JSON when nothing fits.

    A browser names text/html at full weight and `*/*` at less: it gets the page. A verifier says `*/*`: it gets JSON.
    """
    best, best_weight = JSON, 0.0
    for part in accept.split(",")[:32]:
        name, _sep, parameters = part.partition(";")
        kind = _KINDS.get(name.strip().lower())
        weight = _weight(parameters)
        if kind and weight > best_weight:
            best, best_weight = kind, weight
    return best


def _weight(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _sep, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
