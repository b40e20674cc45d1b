"""Ways of signing, one module each: hosted and jws (2.0), jwt (VC-JWT), data_integrity (3.0)."""
