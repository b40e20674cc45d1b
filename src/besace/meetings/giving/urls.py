"""Addresses of a vote on somebody, inside a meeting."""

from django.urls import path

from . import views

_M = "seance/<uuid:meeting_id>/reconnaitre"

urlpatterns = [
    path(_M, views.give, name="give"),
    path(f"{_M}/reponse", views.answer, name="answer_peers"),
    path(f"{_M}/montrer-mon-badge", views.show, name="show_badge"),
    path(f"{_M}/ecran/<uuid:seat_id>", views.turned, name="turned"),
    path(f"{_M}/geste/<str:gesture>", views.gesture, name="giving_gesture"),
]
