"""Addresses of an outside jury."""

from django.urls import path

from . import views

urlpatterns = [
    path("badges/<uuid:badge_id>/jury", views.name, name="name_jury"),
    path("demandes/<uuid:recognition_id>/jury", views.call, name="call_jury"),
    path("avis/<uuid:decision_id>/jury", views.state, name="jury"),
    path("avis/<uuid:decision_id>/jury/confirmer", views.confirm, name="confirm_jury"),
    path("avis/<uuid:decision_id>/jury/<int:pk>", views.link, name="jury_link"),
    path("jury/<str:secret>", views.juror, name="juror"),
    path("jury/<str:secret>/traces/<uuid:evidence_id>", views.trace, name="juror_trace"),
]
