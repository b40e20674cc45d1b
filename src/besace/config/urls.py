"""Every address of the site."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("composants", views.components, name="components"),
    re_path(r"^composants/(?P<name>telephone|choix|console|mur|papier)$", views.frame, name="frame"),
    path("affichage", views.display, name="display"),
    path("", include("besace.credentials.urls")),
]

handler400 = "besace.config.views.bad_request"
handler403 = "besace.config.views.not_allowed"
handler404 = "besace.config.views.not_found"
handler500 = "besace.config.views.broken"
