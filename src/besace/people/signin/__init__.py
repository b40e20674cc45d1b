"""Coming in to one's account: a code by e-mail, a passkey; devices, and the way out."""
