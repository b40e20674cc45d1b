"""Addresses of notices; `/r/<secret>` is on paper, hence a promise."""

from django.urls import path

from . import views
from .silence import views as silence
from .slips import views as slips

app_name = "notices"
_GROUP = "groupes/<uuid:group_id>/nouvelles"
_SILENT = "groupes/<uuid:group_id>/silences/<uuid:person_id>"
urlpatterns = [
    path(_GROUP, views.told, name="told"),
    path(f"{_GROUP}/<uuid:notice_id>/renvoyer", views.again, name="again"),
    path(f"{_GROUP}/<uuid:notice_id>/feuille", views.slip, name="slip"),
    path(f"{_SILENT}/garder", silence.keep, name="keep"),
    path(f"{_SILENT}/mot.pdf", silence.word, name="word"),
    path("r", slips.by_code, name="by_code"),
    path("r/<str:secret>", slips.arrive, name="arrive"),
    path("recevoir", slips.receive, name="receive"),
]
