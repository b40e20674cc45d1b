"""Addresses of notices; `/r/<secret>` is on paper, hence a promise."""

from django.urls import path

from . import views
from .slips import views as slips

app_name = "notices"
_GROUP = "groupes/<uuid:group_id>/nouvelles"
urlpatterns = [
    path(_GROUP, views.told, name="told"),
    path(f"{_GROUP}/<uuid:notice_id>/renvoyer", views.again, name="again"),
    path(f"{_GROUP}/<uuid:notice_id>/feuille", views.slip, name="slip"),
    path("r", slips.by_code, name="by_code"),
    path("r/<str:secret>", slips.arrive, name="arrive"),
    path("recevoir", slips.receive, name="receive"),
]
