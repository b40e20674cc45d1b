"""How the house looks: contrast, words, weight, and axe on every page."""
