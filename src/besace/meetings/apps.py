"""Declares the app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "besace.meetings"
    label = "meetings"
