"""Asking, showing, voting, receiving."""

from django.urls import path

from . import asking_views as asking
from . import award_views as awards
from . import correcting_views as correcting
from . import follow_views as following
from . import giving_views as giving
from . import revoking_views as revoking
from . import situation_views as situations
from . import vote_views as votes
from .blur import views as blurring
from .jury.urls import urlpatterns as jury

app_name = "recognition"
_FOLLOWED = "demandes/<uuid:recognition_id>"
_WAY = "reconnaissances/<uuid:recognition_id>"
urlpatterns = [
    *jury,
    path("demander/<uuid:badge_id>", asking.ask, name="ask"),
    path("proposer/<uuid:badge_id>", asking.propose, name="propose"),
    path("reconnaissances", asking.mine, name="mine"),
    path(_WAY, asking.way, name="way"),
    path(f"{_WAY}/repondre", asking.answer, name="answer"),
    path(f"{_WAY}/retirer", asking.withdraw, name="withdraw"),
    path(f"{_WAY}/messager", asking.choose_teller, name="choose_teller"),
    path(f"{_WAY}/traces", asking.add_trace, name="add_trace"),
    path(f"{_WAY}/traces/<uuid:evidence_id>", asking.show_trace, name="show_trace"),
    path(f"{_WAY}/traces/<uuid:evidence_id>/flouter", blurring.blur, name="blur"),
    path("traces/<uuid:evidence_id>", asking.trace, name="trace"),
    path("badges/<uuid:badge_id>/affiche.pdf", situations.poster, name="poster"),
    path("donner/<uuid:badge_id>", giving.give, name="give"),
    path("badges/<uuid:badge_id>/donneurs", giving.reviewers, name="reviewers"),
    path("groupes/<uuid:group_id>/demandes", following.requests, name="requests"),
    path(_FOLLOWED, following.follow, name="follow"),
    path(f"{_FOLLOWED}/situation", situations.plan, name="plan"),
    path(f"{_FOLLOWED}/vote", votes.open_vote, name="open_vote"),
    path(f"{_FOLLOWED}/dit", votes.told, name="told"),
    path("regards/<uuid:observer_id>", situations.observe, name="observe"),
    path("situations/<uuid:situation_id>/agenda.ics", situations.calendar_file, name="calendar"),
    path("situations/<uuid:situation_id>/feuille.pdf", situations.sheet, name="sheet"),
    path("avis/<uuid:decision_id>", votes.vote, name="vote"),
    path("avis/<uuid:decision_id>/fermer", votes.close_vote, name="close_vote"),
    path("attributions/<uuid:award_id>", awards.award, name="award"),
    path("attributions/<uuid:award_id>/reponse", awards.answer, name="answer_award"),
    path("attributions/<uuid:award_id>/mots", awards.speak, name="speak"),
    path("attributions/<uuid:award_id>/reprendre", revoking.take_back, name="take_back"),
    path("attributions/<uuid:award_id>/corriger", correcting.correct, name="correct"),
    path("reprises/<uuid:revocation_id>", revoking.question, name="question"),
    path("reprises/<uuid:revocation_id>/suite", revoking.go_on, name="go_on"),
]
