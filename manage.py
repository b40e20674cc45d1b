#!/usr/bin/env python
"""`python manage.py X` and `besace X` are the same commands."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from besace.__main__ import main

if __name__ == "__main__":
    main()
