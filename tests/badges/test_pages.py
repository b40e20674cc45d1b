"""The badge's pages: what a visitor reads, what a draft keeps to its group."""

from __future__ import annotations

import pytest
from django.test import Client

from besace.badges import actions
from besace.badges.pictures import Choice
from besace.badges.rules import KNOW_HOW, StampedCriterion


def text(response):
    return response.content.decode()


def page_of(version_id):
    """What a browser shows at a badge's address, which also answers with the document."""
    return text(Client(headers={"accept": "text/html"}).get(f"/b/{version_id}"))


def test_a_visitor_reads_a_stamped_badge(version):
    page = page_of(version.pk)

    for said in ("Itérasinier", "Sait soigner et mener un âne.", "Brosser l’âne", "Rester calme", version.fingerprint):
        assert said in page
    assert "23 personnes ont tamponné" in page
    assert "Ce qui a changé" not in page


def test_an_older_version_leads_to_the_newer_which_says_what_changed(version, stamp, maryse):
    changed = stamp(criteria=(StampedCriterion("1", "Brosser l’âne chaque jour", KNOW_HOW),), people_count=9)
    newer = actions.stamp_version(version.badge, stamp=changed, credits=[], picture=Choice("arch", "pot"), by=maryse)

    assert f'href="/b/{newer.pk}"' in page_of(version.pk)
    page = page_of(newer.pk)
    assert "<del>Rester calme</del>" in page
    assert "<ins>Brosser l’âne chaque jour</ins>" in page


def test_a_draft_is_for_its_group(group, maryse, tonio, client_of):
    draft = actions.start_badge(group, name="Soupe du jeudi", by=maryse)

    assert client_of(tonio).get(f"/badges/{draft.pk}").status_code == 200
    assert Client().get(f"/badges/{draft.pk}").status_code == 403


def test_the_catalogue_shows_what_was_published(version, maryse):
    assert "Itérasinier" not in text(Client().get("/badges"))
    actions.publish(version.badge_id, by=maryse)

    assert "Itérasinier" in text(Client().get("/badges"))
    assert "Itérasinier" not in text(Client().get("/badges?mots=tricot"))


def test_the_group_sees_its_badges_and_others_do_not(version, tonio, other_group, client_of):
    assert "Itérasinier" in text(client_of(tonio).get(f"/groupes/{version.badge.group_id}/badges"))
    assert client_of(tonio).get(f"/groupes/{other_group.pk}/badges").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_catalogue_asks_the_same_questions_for_one_badge_and_for_three(
    count, group, maryse, stamp, django_assert_num_queries
):
    for n in range(count):
        badge = actions.start_badge(group, name=f"Badge {n}", by=maryse)
        actions.stamp_version(
            badge, stamp=stamp(name=f"Badge {n}"), credits=[], picture=Choice("arch", "pot"), by=maryse
        )
        actions.publish(badge.pk, by=maryse)

    with django_assert_num_queries(QUERIES):
        assert text(Client().get("/badges")).count("<b>Badge") == count


QUERIES = 1


def test_who_may_not_ask_for_a_badge_is_not_shown_the_door(version, tonio, paule, client_of):
    def asks(client):
        page = text(client.get(f"/b/{version.pk}", headers={"accept": "text/html"}))
        return "Demander ce badge" in page

    assert (asks(Client()), asks(client_of(tonio)), asks(client_of(paule))) == (True, True, False)
