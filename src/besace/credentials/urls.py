"""Public addresses: promises, for ever (ARCHITECTURE.md part 4)."""

from django.urls import path, re_path

from . import key_views, views

app_name = "credentials"
_ID = r"(?P<{name}>[0-9a-f]{{8}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{12}})"
_PICTURE = r"/image\.(?P<ending>png|svg)$"


def _picture(prefix: str, name: str) -> str:
    return rf"^{prefix}/{_ID.format(name=name)}{_PICTURE}"


_KEYS = "organisations/<uuid:organisation_id>/cles"
urlpatterns = [
    path("c/<uuid:credential_id>", views.credential, name="credential"),
    path("a/<uuid:assertion_id>", views.assertion, name="assertion"),
    path("b/<uuid:version_id>", views.version, name="version"),
    path("m/<uuid:endorsement_id>", views.endorsement, name="endorsement"),
    path("o/<uuid:organisation_id>", views.organisation, name="organisation"),
    path("o/<uuid:organisation_id>/did.json", views.did_document, name="did"),
    path("s/<uuid:list_id>", views.status_list, name="status-list"),
    re_path(_picture("c", "credential_id"), views.picture, name="picture"),
    re_path(_picture("a", "assertion_id"), views.assertion_picture, name="assertion-picture"),
    re_path(_picture("b", "version_id"), views.version_picture, name="version-picture"),
    path(_KEYS, key_views.key_list, name="keys"),
    path(f"{_KEYS}/changer", key_views.change, name="change-key"),
    path(f"{_KEYS}/<uuid:key_id>/volee", key_views.stolen, name="stolen"),
    path(f"{_KEYS}/vols/<uuid:theft_id>", key_views.theft, name="theft"),
    path(f"{_KEYS}/vols/<uuid:theft_id>/<uuid:renewal_id>", key_views.review, name="review"),
    path("verifier", views.verify, name="verify"),
]
