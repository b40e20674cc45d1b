"""Somebody asks or is proposed, does the thing before her peers, and the peers say yes (PROTOCOL.md 1.8)."""
