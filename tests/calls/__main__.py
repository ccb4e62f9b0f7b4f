"""`python -m tests.calls SCRIPT.yaml -o CALL.flac`."""

import sys

from tests.calls.cli import main

sys.exit(main())
