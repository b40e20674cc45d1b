"""Who gives no sign any more: told after 22 months, erased after 24 as if she had asked (SECURITY.md E.6)."""
