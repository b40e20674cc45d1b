"""Everyone is told at least once, whatever the mail does; and a message says nothing to who looks over a shoulder."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from besace.core import events
from besace.core.models import OutboxLine
from besace.credentials import actions as credentials
from besace.credentials import renewing
from besace.credentials.models import Credential
from besace.notices import actions, queries
from besace.notices.models import Address, Notice
from besace.recognition import actions as recognition
from besace.recognition.events import AwardMade, NotYetDecided
from tests.notices.conftest import free_port, send_mail_to, waiting_lines, work


def state_of(award) -> str:
    return Notice.objects.get(about=award.pk).state


def test_who_has_an_address_is_told_once_by_mail(give, tonio, post):
    award = give(tonio)
    work(3)
    assert (state_of(award), len(post.received)) == ("sent", 1)
    assert post.received[0]["To"] == "tonio@example.org"


def test_the_subject_and_the_body_name_no_badge(give, tonio, post):
    """P14: neither the badge, nor anything of her situation; text first, then HTML."""
    give(tonio)
    work()
    message = post.received[0]
    bodies = [part.get_content() for part in message.iter_parts()]
    assert message["Subject"] == "Une nouvelle pour vous"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert ["Itérasinier" in body for body in bodies] == [False, False]
    assert "https://badges.exemple.org/sac" in bodies[0]


def test_the_message_id_is_the_outbox_line_and_stays_the_same(give, tonio, post):
    post.answers = ["451 later"]
    give(tonio)
    work(2)
    line = OutboxLine.objects.get(target__endswith="notices.tasks.deliver")
    assert post.received[0]["Message-ID"] == f"<{line.key}@badges.exemple.org>"
    assert (line.attempts, Notice.objects.get().message_id) == (2, post.received[0]["Message-ID"])


def test_451_twice_then_250_is_delivered_at_the_third_attempt(give, tonio, post):
    """F09."""
    post.answers = ["451 later", "451 later"]
    award = give(tonio)
    work(2)
    assert (state_of(award), waiting_lines()) == ("waiting", 1)
    work()
    assert (state_of(award), len(post.received), post.asked) == ("sent", 1, 3)


def test_550_suspends_the_address_at_once_and_nothing_more_is_sent(give, tonio, post):
    """F10."""
    post.answers = ["550 no such person"]
    award = give(tonio)
    work(3)
    assert (state_of(award), post.asked, waiting_lines()) == ("bounced", 1, 0)
    assert queries.is_suspended("tonio@example.org")
    assert [notice.person for notice in queries.not_told(award.group)] == [tonio]


def test_six_soft_bounces_an_hour_apart_suspend_the_address(give, tonio, post):
    post.answers = ["452 full"] * 10
    award = give(tonio)
    for attempt in range(6):
        assert (attempt, state_of(award) if attempt else "waiting") == (attempt, "waiting")
        work()
        Address.objects.update(bounced_at=timezone.now() - timedelta(hours=1))
    assert (state_of(award), post.asked) == ("bounced", 6)


def test_five_minutes_of_later_kill_no_address(give, tonio, post):
    post.answers = ["451 later"] * 8
    award = give(tonio)
    work(9)
    assert (state_of(award), Address.objects.get().soft_bounces) == ("sent", 0)


def test_a_server_that_is_down_loses_nothing(give, tonio, settings):
    """F08."""
    send_mail_to(free_port(), settings)
    award = give(tonio)
    work(3)
    assert (state_of(award), waiting_lines(), Address.objects.count()) == ("waiting", 1, 0)


def test_a_server_that_never_answers_loses_nothing(give, tonio, settings):
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        send_mail_to(mute.getsockname()[1], settings)
        award = give(tonio)
        work()
    assert (state_of(award), waiting_lines()) == ("waiting", 1)


def test_the_same_event_twice_tells_once(give, tonio, post):
    award = give(tonio)
    events.announce(AwardMade(award.pk))
    work()
    assert len(post.received) == 1


def test_who_has_no_address_is_told_on_paper(give, odile, post):
    award = give(odile)
    work()
    assert (state_of(award), post.received) == ("to-hand", [])


def test_a_text_is_written_to_a_file_and_counts_nobody_as_told(give, odile, settings, tmp_path: Path):
    settings.VAR = tmp_path
    odile.contacts.create(kind="phone", value="+33639981204")
    award = give(odile)
    work()
    written = [file.read_text() for file in (tmp_path / "texts").iterdir()]
    assert written == ["+33639981204\nUne nouvelle vous attend : https://badges.exemple.org/sac\n"]
    assert state_of(award) == "to-hand"


def test_a_proposal_is_told_to_her_alone(version, odile, tonio, fatou, kevin, maryse, group, client_of, post):
    """Nor the facilitator's page, nor paper."""
    for peer in (fatou, kevin):
        recognition.propose(version.badge_id, tonio, by=peer, saw="Je l’ai vu faire.")
        recognition.propose(version.badge_id, odile, by=peer, saw="Je l’ai vu faire.")
    work()
    assert [notice.person for notice in Notice.objects.all()] == [tonio]
    assert [message["To"] for message in post.received] == ["tonio@example.org"]
    page = client_of(maryse).get(f"/groupes/{group.pk}/nouvelles").content.decode()
    assert "Tonio" not in page


def test_not_yet_sends_nothing(db):
    assert events._listeners[NotYetDecided] == []


def test_the_facilitator_sees_how_far_it_went_and_sends_again(give, tonio, maryse, group, client_of, post):
    post.answers = ["550 no"]
    give(tonio)
    work()
    browser = client_of(maryse)
    assert "Revenu : l’adresse ne répond pas" in browser.get(f"/groupes/{group.pk}/nouvelles").content.decode()

    Address.objects.all().delete()  # she gave the right address
    notice = Notice.objects.get()
    browser.post(f"/groupes/{group.pk}/nouvelles/{notice.pk}/renvoyer")
    work()
    assert (Notice.objects.get().state, len(post.received)) == ("sent", 1)


def test_where_the_only_address_is_dead_again_means_paper(give, tonio, maryse, post):
    post.answers = ["550 no"]
    award = give(tonio)
    work()
    actions.tell_again(Notice.objects.get().pk, by=maryse)
    assert state_of(award) == "to-hand"


def test_nobody_else_sees_who_was_told(give, tonio, fatou, group, client_of):
    give(tonio)
    work()
    assert client_of(fatou).get(f"/groupes/{group.pk}/nouvelles").status_code == 403


@pytest.mark.parametrize(("language", "subject"), [("fr", "Une nouvelle pour vous"), ("en", "News for you")])
def test_she_reads_her_own_language(give, tonio, language, subject):
    tonio.language = language
    tonio.save()
    give(tonio)
    work()
    assert [message.subject for message in django_mail.outbox] == [subject]


def test_whose_badges_are_signed_again_is_told_once_for_all_of_them(give, awarding, tonio, odile, fatou, post):
    """Tonio has two badges; Odile has no address: her bag tells her; Fatou did not take hers."""
    for person in (tonio, odile):
        recognition.accept_award(give(person).pk, by=person)
    credentials.issue(awarding(holder_id=tonio.pk))
    give(fatou)
    work()
    post.received.clear()
    renewing.declare_stolen(Credential.objects.first().key_id, by=None)
    work(2)

    message = post.received[0]
    bodies = [part.get_content() for part in message.iter_parts()]
    assert [one["To"] for one in post.received] == ["tonio@example.org"]
    assert message["Subject"] == "Une nouvelle pour vous"
    assert ["Votre badge est signé de nouveau. Reprenez le fichier." in body for body in bodies] == [True, True]
    assert ["Itérasinier" in body or "avant votre réponse" in body for body in bodies] == [False, False]
    assert "https://badges.exemple.org/sac" in bodies[0]
    assert Notice.objects.filter(kind=Notice.Kind.AGAIN).count() == 1
