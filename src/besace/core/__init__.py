"""What every app stands on and that knows nothing of badges: errors, events, once-only requests, journal, hub."""
