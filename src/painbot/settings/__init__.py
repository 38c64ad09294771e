"""What painbot is told by the environment and by painbot.toml, read once and all checked.

The environment goes before the file. Nothing is read when this is imported.
"""

from __future__ import annotations

from painbot.settings.places import find_flows
from painbot.settings.problems import BadSettings
from painbot.settings.reading import read_settings, read_slack
from painbot.settings.values import Settings, Slack, Telegram

__all__ = ["BadSettings", "Settings", "Slack", "Telegram", "find_flows", "read_settings"]
__all__ += ["read_slack"]
