"""Recommending a badge from a link; reading what is said of one's own."""

from django.urls import path

from . import settling_views as settling
from . import views

app_name = "endorsements"
urlpatterns = [
    path("recommander/<str:secret>", views.arrive, name="arrive"),
    path("recommandations/<uuid:invitation_id>", views.say, name="say"),
    path("recommandations/<uuid:invitation_id>/relire", views.read_again, name="read_again"),
    path("recommandations/<uuid:invitation_id>/retirer", views.withdraw, name="withdraw"),
    path("recommandations/<uuid:invitation_id>/retiree", views.withdrawn, name="withdrawn"),
    path("recommandations/liens/<uuid:invitation_id>", settling.link, name="link"),
    path("recommandations/liens/<uuid:invitation_id>/fin", settling.end_link, name="end_link"),
    path("recommandations/recues/<uuid:endorsement_id>", settling.settle, name="settle"),
    path("sac/badges/<uuid:credential_id>/recommandations", settling.of_mine, name="of_mine"),
    path("badges/<uuid:badge_id>/recommandations", settling.of_badge, name="of_badge"),
]
