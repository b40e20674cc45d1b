"""What a line of the log says of a request: which page, never its address.

An address may be all that a card, a slip or a juror's link is; whoever reads the log would come in with it.
"""

from __future__ import annotations

import logging
from typing import Any


class NoAddress(logging.Filter):
    """Put the page's own name (« /e/<str:secret> ») where Django writes the path; of an unknown one, its first word."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if isinstance(path, str) and isinstance(record.args, tuple):
            written = {path, path.encode("unicode_escape").decode("ascii")}
            record.args = tuple(_page(request, path) if one in written else one for one in record.args)
        return True


def _page(request: Any, path: str) -> str:
    found = getattr(request, "resolver_match", None)
    if found is not None:
        return f"/{found.route}"
    first, _slash, rest = path.lstrip("/").partition("/")
    return f"/{first}/…" if rest else "/…"
