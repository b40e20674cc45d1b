"""Building a badge together: the web, its criteria, the debate, the stamp."""
