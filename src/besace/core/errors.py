"""The family of refusals: each is a sentence for the person, never a fault of the program.

    Refused (do not raise)
    ├── Refusal       422  what was typed cannot be done
    ├── NotAllowed    403  she may not
    ├── Conflict      409  the world has moved since
    ├── TooManyTries  429  not so fast
    └── Unavailable   503  not now

The sentence says what happened, what was kept, what she can do.
"""

from __future__ import annotations


class Refused(Exception):
    """`code` is stable and for machines; `sentence` is for the person, already translated."""

    status = 422

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class Refusal(Refused):
    status = 422


class NotAllowed(Refused):
    status = 403


class Conflict(Refused):
    status = 409


class Unavailable(Refused):
    status = 503


class TooManyTries(Refused):
    """`retry_after` is in seconds."""

    status = 429

    def __init__(self, code: str, sentence: str, *, retry_after: int) -> None:
        super().__init__(code, sentence)
        self.retry_after = retry_after
