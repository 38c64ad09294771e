"""Who would be told something else by another version of the flows."""

from painbot.proof.diff.compare import GROUPS, Change, Compared, compare
from painbot.proof.explore.retold import Told, told_by

__all__ = ["GROUPS", "Change", "Compared", "Told", "compare", "told_by"]
