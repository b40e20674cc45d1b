"""A Tuesday: who is there, on which screen, minutes written by themselves."""
