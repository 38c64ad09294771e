"""What whoever runs painbot can see of it: log lines, numbers and checks.

None of them ever says who talks, or what is said. The heavy libraries behind them are imported
when logging is started or metrics are made.
"""

from __future__ import annotations

from painbot.observe.checks import Check
from painbot.observe.logs import Wanted, start_logging
from painbot.observe.metrics import Metrics
from painbot.observe.names import Names
from painbot.observe.watcher import Watcher

__all__ = ["Check", "Metrics", "Names", "Wanted", "Watcher", "start_logging"]
