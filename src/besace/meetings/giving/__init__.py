"""The peers vote inside a meeting on giving a badge to one person (PROTOCOL.md 1.8, item 4)."""
