"""The badge's pages. `/b/<id>` is a promise, for ever (ARCHITECTURE.md part 4)."""

from django.urls import path

from . import reading_views, views

app_name = "badges"
urlpatterns = [
    path("b/<uuid:version_id>", views.version, name="version"),
    path("badges", views.catalogue, name="catalogue"),
    path("badges/<uuid:badge_id>", views.badge, name="badge"),
    path("badges/relecture/<uuid:reading_id>", reading_views.second_reading, name="second_reading"),
    path("groupes/<uuid:group_id>/badges", views.group_badges, name="group"),
]
