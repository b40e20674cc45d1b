"""Adding many people at once: a pasted list or a file, looked at before anything is kept."""
