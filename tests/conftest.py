"""What every test shares."""

from __future__ import annotations

import os
from pathlib import Path

# Sentences that several tests read are embedded once, and a user's own cache is left alone.
os.environ["GOLDENTHREAD_CACHE"] = str(Path(__file__).parent.parent / ".pytest_cache" / "vectors")
