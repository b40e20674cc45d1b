"""Addresses of meetings."""

from .conduct_urls import urlpatterns as conduct
from .entrance.urls import urlpatterns as entrance

app_name = "meetings"
urlpatterns = [*conduct, *entrance]
