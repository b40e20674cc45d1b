"""A badge on paper for who has no e-mail: one owner, once, whoever presses and however many."""

from __future__ import annotations

import io
import threading
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from besace.core.errors import Conflict, NotAllowed
from besace.notices.models import Notice, Slip
from besace.notices.slips import actions
from besace.passports import queries as bag
from tests import factories
from tests.notices.conftest import work


@pytest.fixture
def fresh(give, odile, maryse):
    return actions.make(give(odile), by=maryse)


def opened(client, fresh):
    return client.get(f"/r/{fresh.secret}")


def test_the_square_leads_to_her_bag_and_lets_her_in(fresh, odile, client):
    answer = opened(client, fresh)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/recevoir")
    assert "Vous êtes Odile ?" in client.get("/recevoir").content.decode()

    assert client.post("/recevoir").headers["Location"] == "/sac"
    fresh.award.refresh_from_db()
    assert (client.get("/sac").wsgi_request.person, fresh.award.answer) == (odile, "accepted")
    assert [badge.name for badge in bag.contents(odile)] == ["Itérasinier"]


def test_the_short_code_leads_there_too(fresh, client):
    typed = " ".join(fresh.code[i : i + 4] for i in (0, 4, 8))
    assert client.post("/r", {"code": typed}).headers["Location"] == "/recevoir"


def test_a_slip_is_used_once(fresh, client):
    opened(client, fresh)
    client.post("/recevoir")
    other = Client()
    assert opened(other, fresh).status_code == 410
    assert "Le badge n’est pas perdu." in opened(other, fresh).content.decode()


def test_one_letter_changed_and_there_is_nothing(fresh, client):
    for place in range(len(fresh.secret)):
        letter = "A" if fresh.secret[place] != "A" else "B"
        changed = fresh.secret[:place] + letter + fresh.secret[place + 1 :]
        assert client.get(f"/r/{changed}").status_code == 404


def test_after_its_last_day_it_is_gone_with_a_way_out(fresh, client):
    Slip.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    answer = opened(client, fresh)
    assert (answer.status_code, "/entrer" in answer.content.decode()) == (410, True)


def test_it_ends_even_for_who_had_opened_it(fresh, client):
    opened(client, fresh)
    Slip.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert client.post("/recevoir").status_code == 410


def test_a_new_slip_closes_the_one_before(fresh, maryse, client):
    actions.make(fresh.award, by=maryse)
    assert opened(client, fresh).status_code == 410


def test_somebody_else_does_not_take_it(fresh, tonio, client_of):
    browser = client_of(tonio)
    opened(browser, fresh)
    assert (browser.get("/recevoir").status_code, browser.post("/recevoir").status_code) == (403, 403)
    assert Slip.objects.get().used_at is None


def test_who_has_a_way_of_her_own_comes_in_by_it(give, tonio, maryse, client, client_of):
    """The paper is no way around her e-mail or her card."""
    fresh = actions.make(give(tonio), by=maryse)
    opened(client, fresh)
    assert "/entrer?next=%2Frecevoir" in client.get("/recevoir").content.decode()
    assert client.post("/recevoir").status_code == 403

    hers = client_of(tonio)
    opened(hers, fresh)
    assert hers.post("/recevoir").headers["Location"] == "/sac"


def test_a_passkey_is_a_way_of_her_own_too(fresh, client):
    """Who finds the paper does not come in where only her telephone lets her in."""
    owner = fresh.award.person
    passkey = Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data={})
    opened(client, fresh)
    refused = client.post("/recevoir").status_code
    passkey.delete()
    assert [refused, client.post("/recevoir").status_code] == [403, 302]


def test_the_database_knows_neither_the_secret_nor_the_code(fresh):
    kept = Slip.objects.values_list("secret_hash", "code_hash").get()
    assert [fresh.secret in text or fresh.code in text for text in kept] == [False, False]


def test_codes_cannot_be_guessed_for_long(fresh, client):
    for guess in range(20):
        assert client.post("/r", {"code": f"{guess:012d}"}).status_code == 422
    assert client.post("/r", {"code": "999999999999"}).status_code == 503
    assert client.get("/r/999999999999").status_code == 503


def test_an_answered_badge_has_no_slip(fresh, maryse, client):
    opened(client, fresh)
    client.post("/recevoir")
    fresh.award.refresh_from_db()
    with pytest.raises(Conflict):
        actions.make(fresh.award, by=maryse)


def test_nobody_uses_a_slip_for_her(fresh, tonio):
    with pytest.raises(NotAllowed):
        actions.use(Slip.objects.get().pk, by=tonio)


def test_the_facilitator_prints_it_and_it_reads_aloud(give, odile, maryse, group, client_of):
    give(odile)
    work()
    notice = Notice.objects.get()
    answer = client_of(maryse).post(f"/groupes/{group.pk}/nouvelles/{notice.pk}/feuille")
    pdf = PdfReader(io.BytesIO(answer.content))
    text = pdf.pages[0].extract_text()
    notice.refresh_from_db()
    assert (len(pdf.pages), notice.state) == (1, "handed")
    assert b"pdfuaid" in answer.content
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"].value
    assert "Odile" in text
    assert "Ce badge est à vous" in text


def test_a_facilitator_from_elsewhere_prints_nothing(give, odile, other_group, client_of):
    give(odile)
    work()
    stranger = factories.make_member("Zoé", group=other_group, role="facilitator")
    notice = Notice.objects.get()
    address = f"/groupes/{other_group.pk}/nouvelles/{notice.pk}/feuille"
    assert (client_of(stranger).post(address).status_code, Slip.objects.count()) == (404, 0)


@pytest.mark.django_db(transaction=True)
def test_fifty_press_at_once_and_one_owns_it(give, odile, maryse):
    fresh = actions.make(give(odile), by=maryse)
    browsers = [Client(raise_request_exception=False) for _ in range(50)]
    for browser in browsers:
        opened(browser, fresh)
    ready, answers = threading.Barrier(50), []

    def press(browser: Client) -> None:
        ready.wait()
        try:
            answers.append(browser.post("/recevoir").status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    inside = [browser for browser in browsers if browser.get("/sac").status_code == 200]
    assert (sorted(answers), len(inside)) == ([302, *[410] * 49], 1)
