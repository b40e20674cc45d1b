"""The badge on paper, tagged so that a screen reader reads it too (PDF/UA-1)."""
