"""``python -m coopsec``: the command line."""

import sys

from coopsec.cli import main

sys.exit(main())
