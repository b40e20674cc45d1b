"""`python -m sceau`, and the command `sceau`."""

import sys

from sceau.command import main

if __name__ == "__main__":
    sys.exit(main())
