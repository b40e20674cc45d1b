"""Declares the app."""

from django.apps import AppConfig


class BuildingConfig(AppConfig):
    name = "besace.building"
    label = "building"
