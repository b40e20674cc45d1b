"""One person, one voice: ballots, voices, tally. Used by building and recognition alike."""
