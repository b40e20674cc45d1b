"""Template tags of the mechanisms: `{% load core %}`, then `{% once_key %}` in a form."""

from __future__ import annotations

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def once_key() -> SafeString:
    """The hidden field that lets this form be sent twice (core/once.py)."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid4())
