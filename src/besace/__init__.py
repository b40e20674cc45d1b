"""Besace: a group builds its badges together, the peers say yes, the person carries them."""
