"""Every address of the site."""

from django.urls import URLPattern, URLResolver, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("composants", views.components, name="components"),
    path("affichage", views.display, name="display"),
]

handler400 = "besace.config.views.bad_request"
handler403 = "besace.config.views.not_allowed"
handler404 = "besace.config.views.not_found"
handler500 = "besace.config.views.broken"
