"""Addresses of people and groups."""

from django.urls import path

from . import views
from .cards import views as cards
from .myself import views as myself
from .rosters import views as rosters
from .signin import views as signin

app_name = "people"
_GROUP = "groupes/<uuid:group_id>"
_PERSON = f"{_GROUP}/personnes/<uuid:person_id>"
urlpatterns = [
    path("personnes", views.people, name="people"),
    path(f"{_GROUP}/personnes", views.group_people, name="group"),
    path(f"{_GROUP}/reglages", views.group_settings, name="group_settings"),
    path(f"{_GROUP}/ajouter", rosters.add, name="add"),
    path(f"{_GROUP}/listes", rosters.look_at, name="look_at"),
    path(f"{_GROUP}/listes/<uuid:roster_id>", rosters.roster, name="roster"),
    path(f"{_GROUP}/listes/<uuid:roster_id>/ajouter", rosters.add_people, name="add_people"),
    path(f"{_GROUP}/cartes", cards.cards, name="cards"),
    path(_PERSON, views.person, name="person"),
    path(f"{_PERSON}/modifier", views.edit_person, name="edit_person"),
    path(f"{_PERSON}/roles", views.change_roles, name="change_roles"),
    path(f"{_PERSON}/retirer", views.remove_member, name="remove_member"),
    path(f"{_PERSON}/photo", views.photo, name="photo"),
    path(f"{_PERSON}/carte/imprimer", cards.reprint, name="reprint"),
    path(f"{_PERSON}/carte/annuler", cards.revoke, name="revoke_card"),
    path(f"{_PERSON}/carte/reveiller", cards.wake, name="wake_card"),
    path("organisations/<uuid:organisation_id>", views.organisation, name="organisation"),
    path("organisations/<uuid:organisation_id>/groupes", views.add_group, name="add_group"),
    path("e/<str:secret>", cards.arrive, name="arrive"),
    path("entrer/carte", cards.card, name="card"),
    path("moi", myself.me, name="me"),
    path("moi/photo", myself.my_photo, name="my_photo"),
    path("moi/photo.webp", myself.see_my_photo, name="see_my_photo"),
    path("moi/contacts", myself.my_contacts, name="my_contacts"),
    path("moi/carte", cards.print_mine, name="print_mine"),
    path("moi/appareils", signin.devices, name="devices"),
    path("moi/appareils/autres", signin.forget_others, name="forget_others"),
    path("moi/donnees", myself.known, name="known"),
    path("moi/donnees.json", myself.known_as_file, name="known_as_file"),
    path("moi/accords", myself.my_consents, name="my_consents"),
    path("moi/effacer", myself.erase, name="erase"),
]
