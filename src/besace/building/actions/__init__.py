"""Everything that changes a web. Who may do it is asked before (access.py); a seat's person is given as `by`."""

from .debate import (
    keep_all_unopposed,
    open_debate,
    open_first_answer,
    open_second_answer,
    propose_wording,
    settle_criterion,
)
from .ideas import add_branch, add_idea, start_web, suggest_same, withdraw_idea
from .rehearsing import discard_rehearsal, rehearse_stamp
from .stamping import (
    abandon,
    back_to_ideas,
    choose_picture,
    describe,
    open_stamp,
    press_stamp,
    resume,
    say_what_is_expected,
    stamp_badge,
    start_next_version,
    to_read_over,
    upload_picture,
)
from .tidying import hide, merge, move, order, remove, rename_branch, restore, reword, shift, split, tidy_web
from .undoing import undo_last
from .wordless import forget_authors, put_words

__all__ = [
    "abandon",
    "add_branch",
    "add_idea",
    "back_to_ideas",
    "choose_picture",
    "describe",
    "discard_rehearsal",
    "forget_authors",
    "hide",
    "keep_all_unopposed",
    "merge",
    "move",
    "open_debate",
    "open_first_answer",
    "open_second_answer",
    "open_stamp",
    "order",
    "press_stamp",
    "propose_wording",
    "put_words",
    "rehearse_stamp",
    "remove",
    "rename_branch",
    "restore",
    "resume",
    "reword",
    "say_what_is_expected",
    "settle_criterion",
    "shift",
    "split",
    "stamp_badge",
    "start_next_version",
    "start_web",
    "suggest_same",
    "tidy_web",
    "to_read_over",
    "undo_last",
    "upload_picture",
    "withdraw_idea",
]
