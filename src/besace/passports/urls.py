"""Addresses of the bag; `/p/<id>` is a promise (ARCHITECTURE.md part 4)."""

from django.urls import path, re_path

from . import forgetting_views, public_views, renewing_views, views

app_name = "passports"
_BADGE = "sac/badges/<uuid:credential_id>"
urlpatterns = [
    path("sac", views.bag, name="bag"),
    path("sac/recus/<uuid:award_id>", views.answer, name="answer"),
    path(_BADGE, views.badge, name="badge"),
    path(f"{_BADGE}/montrer", views.show, name="show"),
    path(f"{_BADGE}/cacher", views.hide, name="hide"),
    path(f"{_BADGE}/repris", views.taken, name="taken"),
    re_path(
        r"^sac/badges/(?P<credential_id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/badge\.(?P<ending>png|svg|json|jwt|pdf|2\.0\.json|2\.0\.png)$",
        views.file,
        name="file",
    ),
    path("sac/partager", views.share, name="share"),
    path("sac/pages/<uuid:share_id>", views.shared, name="shared"),
    path("sac/pages/<uuid:share_id>/fin", views.end_share, name="end_share"),
    path("sac/questions/<uuid:renewal_id>", renewing_views.answer, name="answer_again"),
    path("sac/emporter", views.take_away, name="take_away"),
    path("sac/emporter.zip", views.archive, name="archive"),
    path(f"{_BADGE}/effacer", forgetting_views.forget_badge, name="forget_badge"),
    path("sac/effacer", forgetting_views.forget_everything, name="forget_everything"),
    path("p/<uuid:share_id>", public_views.page, name="page"),
    path("p/<uuid:share_id>/<uuid:credential_id>", public_views.page_badge, name="page_badge"),
    path("p/<uuid:share_id>/image.png", public_views.picture, name="picture"),
]
