"""Declares the app."""

from django.apps import AppConfig


class PassportsConfig(AppConfig):
    name = "besace.passports"
    label = "passports"
