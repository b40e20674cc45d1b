"""What an `Accept` header gets."""

import pytest

from besace.core.negotiation import JSON, PAGE, PICTURE, wanted

CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", JSON),
        ("*/*", JSON),
        (CHROME, PAGE),
        ("text/html", PAGE),
        ("application/json", JSON),
        ("application/ld+json, application/json", JSON),
        ("application/vc+ld+json;q=0.9, text/html;q=0.5", JSON),
        ("text/html;q=0.9, application/json;q=0.8", PAGE),
        ("image/png", PICTURE),
        ("image/*,*/*;q=0.8", PICTURE),
        ("text/html;q=0, */*", JSON),
        ("text/html;q=abc, application/json", JSON),
        ("nonsense", JSON),
        ("a/b," * 1000 + "text/html", JSON),
    ],
)
def test_what_is_asked_for_is_what_is_given(accept: str, kind: str) -> None:
    assert wanted(accept) == kind
