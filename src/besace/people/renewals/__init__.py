"""What she is asked again before it goes: a yes that wears off, said again by one tap (SECURITY.md E.6)."""
