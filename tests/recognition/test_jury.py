"""An outside jury by links without an account: who sees what, who answers once, and what is left of it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from besace.badges.models import BadgeClass, BadgeVersion
from besace.core import outbox
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.credentials import actions as credentials
from besace.credentials import queries as signed
from besace.credentials.models import Credential
from besace.people import actions as people
from besace.people.models import Group, Person
from besace.recognition import actions, following, queries
from besace.recognition.jury import actions as jury
from besace.recognition.jury import rules
from besace.recognition.jury.models import JurorLink, Jury
from besace.recognition.models import Award, Decision, Evidence, Recognition, State
from besace.votes.models import Ballot, SealedVoice, Turnout
from tests.recognition import world

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
NOW = timezone.now()
NAMES = ["Agathe", "Basile", "Cosette"]
JURORS = [jury.Juror(name) for name in NAMES]


@pytest.fixture
def badge(version: BadgeVersion, solange: Person) -> BadgeClass:
    jury.name_jury(version.badge_id, quorum=3, by=solange)
    return version.badge


@pytest.fixture
def seen(badge: BadgeClass, odile: Person, group: Group) -> Recognition:
    return world.seen(group, asked=actions.ask(badge.pk, by=odile, words="Je le fais."))


@pytest.fixture
def called(seen: Recognition, maryse: Person, solange: Person) -> Called:
    return confirmed(seen, JURORS, by=maryse, then=solange)


Called = tuple[Decision, list[jury.Fresh]]


def confirmed(seen: Recognition, jurors: list[jury.Juror], *, by: Person, then: Person) -> Called:
    """Called by one, confirmed by another, and every juror said who she is."""
    decision = jury.call_jury(seen.pk, jurors=jurors, by=by)
    fresh = jury.confirm_jury(decision.pk, by=then)
    for kept in decision.jurors.all():
        jury.sign(kept.pk, name="Agathe Morin", place="Mairie")
    return decision, fresh


def run_the_outbox() -> None:
    while outbox.do_one("test", raises=True):
        pass


def link(called: Called, place: int) -> JurorLink:
    return JurorLink.objects.get(secret_hash=jury.hashed(called[1][place].secret))


def all_say(called: Called, answer: str) -> None:
    for place in range(len(called[1])):
        jury.answer(link(called, place).pk, answer=answer, criterion="c1" if answer == "not_yet" else "")


@pytest.mark.parametrize(
    ("jurors", "quorum", "may"),
    [(3, 3, True), (2, 3, False), (4, 5, False), (5, 5, True), (30, 3, True), (31, 3, False), (2, 1, False)],
)
def test_how_many_make_a_jury(jurors: int, quorum: int, may: bool) -> None:
    assert rules.may_be_called(jurors=jurors, quorum=quorum) is may


@pytest.mark.parametrize(
    ("hours", "revoked", "closed", "opens"),
    [
        (1, False, False, True),
        (0, False, False, False),
        (-1, False, False, False),
        (1, True, False, False),
        (1, False, True, False),
    ],
)
def test_when_a_link_opens(hours: int, revoked: bool, closed: bool, opens: bool) -> None:
    assert rules.opens(ends_at=NOW + timedelta(hours=hours), revoked=revoked, closed=closed, now=NOW) is opens


def test_the_jury_says_yes_and_the_badge_says_so_in_words(called: Called, odile: Person) -> None:
    all_say(called, "yes")
    award = actions.close_validation(called[0].pk, by=None)
    assert award is not None
    document = bytes(Credential.objects.get(award_id=award.pk).document)

    assert (award.person, award.peers, award.by_jury) == (odile, 3, True)
    shown = signed.shown(Credential.objects.get(award_id=award.pk))
    assert shown.peers_in_short == "Reconnu par un jury de 3 personnes, groupe : Atelier du mardi."
    assert shown.rule.startswith("Deux personnes de l’association l’ont appelé. Il faut au moins 3 voix.")
    assert credentials.verify_bytes(document).verdict == "valid"


def test_the_jury_says_not_yet_and_what_is_left_to_show(called: Called) -> None:
    all_say(called, "not_yet")
    assert actions.close_validation(called[0].pk, by=None) is None
    left = Recognition.objects.get()
    assert (left.state, left.to_show) == (State.NOT_YET, "Approcher l’âne doucement")


def test_two_answers_of_three_are_too_few(called: Called) -> None:
    for place in (0, 1):
        jury.answer(link(called, place).pk, answer="yes")
    assert actions.close_validation(called[0].pk, by=None) is None
    assert Recognition.objects.get().state == State.SEEN


@pytest.mark.parametrize(("against", "is_given"), [(1, True), (2, False)])
def test_the_majority_is_the_organisations(
    seen: Recognition, maryse: Person, solange: Person, against: int, is_given: bool
) -> None:
    jury.name_jury(seen.badge_id, quorum=3, majority=Jury.Majorities.TWO_THIRDS, by=solange)
    called = confirmed(seen, [*JURORS, jury.Juror("Didier")], by=maryse, then=solange)
    for place in range(4):
        said = "not_yet" if place < against else "yes"
        jury.answer(link(called, place).pk, answer=said, criterion="c1")
    assert (actions.close_validation(called[0].pk, by=None) is not None) is is_given


def test_nothing_is_left_of_the_jurors(called: Called) -> None:
    persons = Person.objects.count()
    all_say(called, "yes")
    actions.close_validation(called[0].pk, by=None)
    left = (JurorLink.objects.count(), SealedVoice.objects.count(), Turnout.objects.count())
    assert (left, Person.objects.count()) == ((0, 0, 0), persons - 3)
    assert Ballot.objects.get().result["voices"] == 3


def test_only_hashes_are_kept(called: Called) -> None:
    kept = " ".join(JurorLink.objects.values_list("secret_hash", flat=True))
    assert [fresh.secret for fresh in called[1] if fresh.secret in kept] == []
    assert all(len(fresh.secret) >= 22 for fresh in called[1])


def test_a_juror_answers_once(called: Called) -> None:
    jury.answer(link(called, 0).pk, answer="yes")
    with pytest.raises(Conflict):
        jury.answer(link(called, 0).pk, answer="not_yet", criterion="c1")


def test_somebody_too_close_steps_aside(called: Called, seen: Recognition) -> None:
    jury.answer(link(called, 0).pk, answer="too-close")
    for place in (1, 2):
        jury.answer(link(called, place).pk, answer="yes")
    assert actions.close_validation(called[0].pk, by=None) is None  # two voices: under the quorum


def test_not_yet_names_a_criterion(called: Called) -> None:
    with pytest.raises(Refusal):
        jury.answer(link(called, 0).pk, answer="not_yet", criterion="Elle est lente")


def test_a_link_taken_back_or_too_old_opens_nothing(called: Called, solange: Person, client: Client) -> None:
    jury.revoke_link(link(called, 0).pk, by=solange)
    with pytest.raises(NotAllowed):
        jury.answer(link(called, 0).pk, answer="yes")
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        pages = [client.get(f"/jury/{called[1][place].secret}").status_code for place in (0, 1)]
    assert pages == [410, 410]


def test_a_new_link_closes_the_former(called: Called, solange: Person, client: Client) -> None:
    fresh = jury.renew_link(link(called, 0).pk, by=solange)
    assert fresh is not None
    assert [client.get(f"/jury/{s}").status_code for s in (called[1][0].secret, fresh.secret)] == [404, 200]


def test_who_called_the_jury_takes_no_link_back_once_it_is_confirmed(called: Called, maryse: Person) -> None:
    """She named who sits; she does not choose afterwards which of them answer."""
    with pytest.raises(Conflict) as refused:
        jury.revoke_link(link(called, 0).pk, by=maryse)
    assert (refused.value.code, link(called, 0).revoked_at) == ("it-takes-two", None)


def test_who_holds_a_new_link_signs_it_anew(called: Called, solange: Person) -> None:
    """The lost link may have been signed by whoever found it: her name is not put on what another answers."""
    first = link(called, 0)
    jury.sign(first.pk, name="Agathe Roux", place="La mairie")
    jury.renew_link(first.pk, by=solange)

    assert JurorLink.objects.get(pk=first.pk).signed_as == ""
    with pytest.raises(Refusal, match="Dites votre nom"):
        jury.answer(first.pk, answer="yes")


def test_the_peers_do_not_vote_where_a_jury_decides(seen: Recognition, maryse: Person) -> None:
    with pytest.raises(Refusal) as refused:
        actions.ask_the_peers(seen.pk, by=maryse)
    assert refused.value.code == "a-jury-decides"


def test_without_a_jury_none_is_called(seen: Recognition, maryse: Person, solange: Person) -> None:
    jury.name_jury(seen.badge_id, quorum=None, by=solange)
    with pytest.raises(Refusal):
        jury.call_jury(seen.pk, jurors=JURORS, by=maryse)
    assert actions.ask_the_peers(seen.pk, by=maryse).is_jury is False


def test_the_database_wants_three_voices(badge: BadgeClass) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Jury.objects.update(quorum=2)


def test_the_juror_sees_what_was_seen_and_what_she_shows_and_nothing_else(
    called: Called, seen: Recognition, odile: Person, client: Client
) -> None:
    shown = actions.add_evidence(seen.pk, by=odile, kind=Evidence.Kind.TEXT, text="Ma balade du 7 novembre")
    actions.add_evidence(seen.pk, by=odile, kind=Evidence.Kind.TEXT, text="Mon secret")
    actions.show_evidence(shown.pk, by=odile, is_shown=True)
    answer = client.get(f"/jury/{called[1][0].secret}")
    page = answer.content.decode()

    words = ("Je reconnais Odile", "Rester calme", "Au pré", "Ma balade du 7 novembre", "Je suis trop proche")
    assert [word for word in words if word not in page] == []
    assert [word for word in ("Mon secret", "Lucette", "Bachir", "Basile") if word in page] == []
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("same-origin", "no-store")


def test_the_link_answers_without_an_account_and_says_thank_you(called: Called, client: Client) -> None:
    address = f"/jury/{called[1][0].secret}"
    client.post(address, {"answer": "yes"})
    page = client.get(address).content.decode()
    assert (SealedVoice.objects.count(), "Votre réponse est gardée" in page, "<form" in page.split("main")[1]) == (
        1,
        True,
        False,
    )


def test_she_whom_it_is_about_opens_no_link(called: Called, odile: Person, client_of: ClientOf) -> None:
    assert client_of(odile).get(f"/jury/{called[1][0].secret}").status_code == 404


def test_naming_calling_seeing_and_closing_by_the_screens(
    client_of: ClientOf, version: BadgeVersion, solange: Person, maryse: Person, odile: Person, group: Group
) -> None:
    client_of(solange).post(f"/badges/{version.badge_id}/jury", {"decides": "on", "quorum": 3, "majority": "simple"})
    asked = world.seen(group, asked=actions.ask(version.badge_id, by=odile))
    lead = client_of(maryse)
    follow = lead.get(f"/demandes/{asked.pk}").content.decode()
    lead.post(f"/demandes/{asked.pk}/jury", {"names": "\n".join(NAMES)})
    decision = Decision.objects.get()
    waits = lead.get(f"/avis/{decision.pk}/jury").content.decode()
    links = client_of(solange).post(f"/avis/{decision.pk}/jury/confirmer").content.decode()
    state = lead.get(f"/avis/{decision.pk}/jury").content.decode()

    assert ("Appeler le jury" in follow, "Demander l’avis des pairs" in follow) == (True, False)
    assert links.count("/jury/") >= 3
    assert ("Une autre personne doit confirmer ce jury." in waits, "Oui, envoyer les liens" in waits) == (True, False)
    assert [name in state for name in NAMES] == [True, True, True]
    assert ["/jury/" in page.replace(f"/avis/{decision.pk}/jury", "") for page in (waits, state)] == [False, False]
    lead.post(f"/avis/{decision.pk}/fermer")
    assert (Award.objects.count(), JurorLink.objects.count()) == (0, 0)


def test_the_jury_closes_by_itself_at_its_end(called: Called) -> None:
    all_say(called, "yes")
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        assert list(queries.due_decisions(timezone.now())) == [called[0]]
        actions.close_validation(called[0].pk, by=None)
    assert Award.objects.count() == 1


@pytest.mark.parametrize(
    ("by", "may"), [("maryse", False), ("odile", False), ("solange", True), ("another-facilitator", True)]
)
def test_who_confirms_a_jury_that_maryse_called_for_odile(by: str, may: bool) -> None:
    assert rules.may_confirm(called_by="maryse", by=by, recipient="odile") is may


def test_who_calls_a_jury_never_holds_a_link(seen: Recognition, maryse: Person, solange: Person) -> None:
    decision = jury.call_jury(seen.pk, jurors=JURORS, by=maryse)
    with pytest.raises(Conflict):
        jury.confirm_jury(decision.pk, by=maryse)
    assert list(decision.jurors.values_list("secret_hash", flat=True)) == [None, None, None]
    jury.confirm_jury(decision.pk, by=solange)
    first = decision.jurors.first()
    assert first is not None
    with pytest.raises(Conflict):
        jury.renew_link(first.pk, by=maryse)


def test_who_leads_sees_that_a_jury_waits_for_somebody_else(
    seen: Recognition, group: Group, maryse: Person, solange: Person
) -> None:
    decision = jury.call_jury(seen.pk, jurors=JURORS, by=maryse)
    before = [line.sentence for line in following.followed(group)] + [following.line_of(decision.recognition).sentence]
    jury.confirm_jury(decision.pk, by=solange)
    after = [line.is_ours for line in following.followed(group)]
    assert (before, after) == (["Un jury attend une deuxième personne"] * 2, [False])


def test_the_database_wants_two_persons(called: Called, maryse: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(confirmed_by=maryse)


def test_before_it_is_confirmed_nobody_answers(seen: Recognition, maryse: Person) -> None:
    decision = jury.call_jury(seen.pk, jurors=JURORS, by=maryse)
    first = decision.jurors.first()
    assert first is not None
    with pytest.raises(NotAllowed):
        jury.sign(first.pk, name="Agathe Morin", place="Mairie")


def test_a_link_with_an_address_goes_straight_to_her(
    seen: Recognition, maryse: Person, solange: Person, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    jurors = [jury.Juror("Agathe", "agathe@mairie.exemple.org"), *JURORS[1:]]
    decision = jury.call_jury(seen.pk, jurors=jurors, by=maryse)
    fresh = jury.confirm_jury(decision.pk, by=solange)
    run_the_outbox()
    (mail,) = [one for one in mailoutbox if one.to == ["agathe@mairie.exemple.org"]]
    address = re.search(r"https://badges\.exemple\.org(/jury/\S+)", str(mail.body))
    assert address is not None

    assert [one.name for one in fresh] == ["Basile", "Cosette"]
    assert client.get(address[1]).status_code == 200
    assert [word for word in ("Odile", "Itérasinier") if word in f"{mail.subject} {mail.body}"] == []
    assert decision.jurors.filter(sent_at__isnull=False).count() == 1


def test_an_address_that_returns_is_handed_over_by_the_second_person(
    seen: Recognition, maryse: Person, solange: Person
) -> None:
    jurors = [jury.Juror("Agathe", "agathe@mairie.exemple.org"), *JURORS[1:]]
    decision = jury.call_jury(seen.pk, jurors=jurors, by=maryse)
    jury.confirm_jury(decision.pk, by=solange)
    kept = decision.jurors.get(email="agathe@mairie.exemple.org")
    jury.note_sent(kept.pk, is_returned=True)
    fresh = jury.renew_link(kept.pk, by=solange)
    assert fresh is not None
    assert (fresh.name, decision.jurors.filter(email="").count()) == ("Agathe", 3)


def test_an_address_of_the_association_is_no_juror_s(seen: Recognition, maryse: Person, solange: Person) -> None:
    people.add_contact(solange, "solange@association.exemple.org", by=solange)
    jurors = [jury.Juror("Agathe", "Solange@association.exemple.org"), *JURORS[1:]]
    with pytest.raises(Refusal) as refused:
        jury.call_jury(seen.pk, jurors=jurors, by=maryse)
    assert refused.value.code == "juror-from-inside"


def test_the_administrators_are_told_with_a_door_to_the_jury(
    seen: Recognition, maryse: Person, solange: Person, mailoutbox: list[EmailMessage]
) -> None:
    decision = jury.call_jury(seen.pk, jurors=JURORS, by=maryse)
    run_the_outbox()
    (mail,) = mailoutbox
    assert mail.to == ["solange@example.org"]
    assert f"https://badges.exemple.org/avis/{decision.pk}/jury" in str(mail.body)


def test_a_juror_says_who_she_is_then_answers(
    seen: Recognition, maryse: Person, solange: Person, client: Client, client_of: ClientOf
) -> None:
    decision = jury.call_jury(seen.pk, jurors=JURORS, by=maryse)
    fresh = jury.confirm_jury(decision.pk, by=solange)
    address = f"/jury/{fresh[0].secret}"
    before = client.post(address, {"answer": "yes"}).status_code
    unnamed = client.post(address, {"name": "Agathe Morin", "place": " "}).status_code
    client.post(address, {"name": "Agathe Morin", "place": "Mairie du village"})
    client.post(address, {"answer": "yes"})
    state = client_of(maryse).get(f"/avis/{decision.pk}/jury").content.decode()

    assert (before, unnamed, SealedVoice.objects.count()) == (422, 422, 1)
    assert "Agathe Morin, Mairie du village" in state


def test_a_request_taken_back_ends_the_jury_and_forgets_it(called: Called, seen: Recognition, odile: Person) -> None:
    persons = Person.objects.count()
    actions.withdraw_request(seen.pk, by=odile)
    assert (JurorLink.objects.count(), Person.objects.count()) == (0, persons - 3)
    assert list(queries.due_decisions(timezone.now() + timedelta(days=15))) == []
    assert (Recognition.objects.get().state, Ballot.objects.get().is_open) == (State.WITHDRAWN, False)


def test_who_leaves_for_good_leaves_no_jury_nor_way(called: Called, odile: Person) -> None:
    persons = Person.objects.count()
    people.erase_person(odile, by=odile)
    run_the_outbox()
    assert (JurorLink.objects.count(), Recognition.objects.count(), Person.objects.count()) == (0, 0, persons - 3)


def test_the_secret_of_a_link_is_kept_nowhere(called: Called, client: Client) -> None:
    secret, key = called[1][0].secret, str(uuid.uuid4())
    places = {client.post(f"/jury/{secret}", {"answer": "yes", "once": key}).headers["Location"] for _time in range(2)}
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [table for row in cursor.fetchall() if secret in repr(row)]

    assert (places, found) == ({f"/jury/{secret}"}, [])
