"""Recommendations: somebody says, from a link and without an account, what she thinks of a badge or of one given."""
