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
from .stamping import (
    abandon,
    back_to_ideas,
    choose_picture,
    describe,
    open_stamp,
    press_stamp,
    resume,
    stamp_badge,
    start_next_version,
    to_read_over,
    upload_picture,
)
from .tidying import hide, merge, move, order, remove, rename_branch, restore, reword, split, tidy_web
from .undoing import undo_last

__all__ = [
    "abandon",
    "add_branch",
    "add_idea",
    "back_to_ideas",
    "choose_picture",
    "describe",
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
    "remove",
    "rename_branch",
    "restore",
    "resume",
    "reword",
    "settle_criterion",
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
