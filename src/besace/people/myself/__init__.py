"""Oneself: how one is known, one's devices, what is known of one, and leaving."""
