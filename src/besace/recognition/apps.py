"""Declares the app."""

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "besace.recognition"
    label = "recognition"
