"""A badge's picture, made by rule: a shape for the domain, a symbol for the gesture, one stroke for each person."""

from .choice import Choice, proposals
from .drawing import draw
from .rendering import render_png

__all__ = ["Choice", "draw", "proposals", "render_png"]
