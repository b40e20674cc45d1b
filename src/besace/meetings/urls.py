"""Addresses of meetings."""

from .conduct_urls import urlpatterns as conduct
from .entrance.urls import urlpatterns as entrance
from .giving.urls import urlpatterns as giving

app_name = "meetings"
urlpatterns = [*conduct, *entrance, *giving]
