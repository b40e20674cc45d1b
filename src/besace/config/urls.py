"""Every address of the site."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from besace.people import views as people

from . import help_views, views
from .demonstration.views import demonstration

urlpatterns: list[URLPattern | URLResolver] = [
    path("", people.home_page, name="home"),
    path("", include("besace.people.signin.urls")),
    path("", include("besace.people.urls")),
    path("", include("besace.meetings.urls")),
    path("composants", views.components, name="components"),
    re_path(r"^composants/(?P<name>telephone|choix|console|mur|papier)$", views.frame, name="frame"),
    path("affichage", views.display, name="display"),
    path("aide", help_views.help_page, name="help"),
    path("accessibilite", help_views.accessibility, name="accessibility"),
    path("demonstration", demonstration, name="demonstration"),
    path("", include("besace.credentials.urls")),  # before badges: /b/<id> is a page or a document
    path("", include("besace.badges.urls")),
    path("", include("besace.endorsements.urls")),
    path("", include("besace.passports.urls")),
    path("", include("besace.recognition.urls")),
    path("", include("besace.notices.urls")),
]

handler400 = "besace.config.views.bad_request"
handler403 = "besace.config.views.not_allowed"
handler404 = "besace.config.views.not_found"
handler500 = "besace.config.views.broken"
