"""Coming in to a meeting with no account: scan or type, tap one's name or write it, wait or sit."""
