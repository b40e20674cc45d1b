"""Declares the app."""

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "besace.credentials"
    label = "credentials"
