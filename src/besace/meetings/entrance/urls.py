"""Addresses of the entrance; `meetings.urls` adds them to its own."""

from django.urls import path

from . import views

urlpatterns = [
    path("q/<str:token>", views.by_qr, name="by_qr"),
    path("entrer/code", views.enter_code, name="enter_code"),
    path("seance/<uuid:meeting_id>/qui", views.who, name="who"),
    path("seance/<uuid:meeting_id>/qui/<uuid:person_id>", views.sit_as, name="sit_as"),
    path("seance/<uuid:meeting_id>/prenom", views.sit_new, name="sit_new"),
    path("seance/<uuid:meeting_id>/regarder", views.watch, name="watch"),
    path("seance/<uuid:meeting_id>/changer/<uuid:seat_id>", views.change_seat, name="change_seat"),
    path("seance/<uuid:meeting_id>/pas-moi", views.not_me, name="not_me"),
    path("seance/<uuid:meeting_id>/place", views.place, name="place"),
    path("seance/<uuid:meeting_id>/porte", views.door, name="door"),
    path("seance/<uuid:meeting_id>/porte/reglages", views.set_door, name="set_door"),
    path("seance/<uuid:meeting_id>/porte/<uuid:seat_id>", views.answer, name="answer_door"),
]
