"""Reads, builds, signs, verifies, bakes and revokes Open Badges."""
