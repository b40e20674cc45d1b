"""Declares the app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "besace.people"
    label = "people"
