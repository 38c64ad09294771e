"""`painbot serve` with the eight questions: `python -m ...painbot_polling API_URL REDIS_URL`.

This process becomes painbot's, so that what the kernel counts is painbot's.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.telegram.contender import TOKEN
from tests.benchmarks.telegram.eight import eight


def main(api_url: str, redis_url: str) -> None:
    """Write the library into a folder of its own and serve it."""
    flows = Path(tempfile.mkdtemp(prefix="eight-"))  # left to the system: painbot watches it
    for name, text in eight().items():
        (flows / name).write_bytes(text)
    given = {
        "PAINBOT_FLOWS": str(flows),
        "PAINBOT_PORT": "0",
        "PAINBOT_REDIS_URL": redis_url,
        "PAINBOT_SECRET": "benchmark-secret-for-hashing",
        "PAINBOT_LOG": "warning",
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": api_url,
        "TELEGRAM_PER_SECOND": "0",
        "TELEGRAM_PER_CHAT": "0",
    }
    os.execve(  # noqa: S606 - no shell is wanted
        sys.executable, [sys.executable, "-m", "painbot", "serve"], {**os.environ, **given}
    )


if __name__ == "__main__":
    main(*sys.argv[1:3])
