"""`python -m territorial`: the command line."""

import sys

from territorial.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
