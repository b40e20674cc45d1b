"""Printed cards: a QR with a long secret, a first name, a picture, a code of four digits."""
