"""Addresses of the doors; their names are those that allauth expects."""

from django.urls import path

from . import views

urlpatterns = [
    path("entrer", views.doors, name="account_login"),
    path("entrer/bienvenue", views.doors, name="account_signup"),
    path("entrer/courriel", views.request_code, name="account_request_login_code"),
    path("entrer/courriel/code", views.confirm_code, name="account_confirm_login_code"),
    path("entrer/cle", views.come_by_passkey, name="mfa_login_webauthn"),
    path("entrer/appareil", views.device, name="device"),
    path("entrer/pause", views.pause, name="pause"),
    path("entrer/reprendre", views.resume, name="resume"),
    path("sortir", views.leave, name="not_me"),
    path("moi/cles/ajouter", views.add_passkey, name="mfa_add_webauthn"),
    path("moi/cles/<int:pk>/retirer", views.remove_passkey, name="mfa_remove_webauthn"),
]
