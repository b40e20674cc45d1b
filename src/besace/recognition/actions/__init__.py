"""What happens on the way to a badge, in the order of the story."""

from .asking import (
    accept_proposal,
    ask,
    decline_proposal,
    forget_ways,
    postpone_proposal,
    propose,
    withdraw_request,
)
from .awarding import accept_award, award_at_once, hide_award, name_reviewers, refuse_award
from .correcting import agree_correction, ask_correction, confirm_correction
from .deciding import (
    TOO_CLOSE,
    answer_peers,
    ask_the_peers,
    cancel_validation,
    choose_teller,
    close_validation,
    step_aside,
    tell_not_yet,
    vote,
)
from .revoking import (
    ask_revocation,
    confirm_revocation,
    drop_revocation,
    hear_holder,
    lift_suspension,
    suspend_award,
    tell_holder,
)
from .situating import (
    add_evidence,
    plan_situation,
    remove_evidence,
    show_evidence,
    tell_what_was_seen,
)

__all__ = [
    "TOO_CLOSE",
    "accept_award",
    "accept_proposal",
    "add_evidence",
    "agree_correction",
    "answer_peers",
    "ask",
    "ask_correction",
    "ask_revocation",
    "ask_the_peers",
    "award_at_once",
    "cancel_validation",
    "choose_teller",
    "close_validation",
    "confirm_correction",
    "confirm_revocation",
    "decline_proposal",
    "drop_revocation",
    "forget_ways",
    "hear_holder",
    "hide_award",
    "lift_suspension",
    "name_reviewers",
    "plan_situation",
    "postpone_proposal",
    "propose",
    "refuse_award",
    "remove_evidence",
    "show_evidence",
    "step_aside",
    "suspend_award",
    "tell_holder",
    "tell_not_yet",
    "tell_what_was_seen",
    "vote",
    "withdraw_request",
]
