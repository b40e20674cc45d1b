"""Addresses of meetings."""

from django.urls import path

from .entrance import views as entrance
from .entrance.urls import urlpatterns as entrance_urls

app_name = "meetings"
urlpatterns = [
    path("seance/<uuid:meeting_id>", entrance.here, name="meeting"),
    *entrance_urls,
]
