"""To hide somebody on a photo kept as a trace: a square drawn by hand, no recognition of faces (PROTOCOL.md 1.8)."""
