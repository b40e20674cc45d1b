"""Several people press at the same moment: each in a thread of her own, with a connection of her own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection

from besace.core.errors import Refused

Press = Callable[[], object]


def together(*presses: Press) -> list[object]:
    """What each press answered, in the order of the presses: "done", or the code of what refused it."""
    ready = threading.Barrier(len(presses))
    answers: list[object] = ["no answer"] * len(presses)

    def run(which: int, press: Press) -> None:
        ready.wait()
        try:
            press()
            answers[which] = "done"
        except Refused as refused:
            answers[which] = refused.code
        except Exception as broken:  # noqa: BLE001 -- whatever it is, it is compared by the test
            answers[which] = repr(broken)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(presses)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
