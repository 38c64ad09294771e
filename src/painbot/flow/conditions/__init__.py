"""The closed condition language: grammar, type check, and compilation to closures."""

from painbot.flow.conditions.compile import LEVEL, compile_condition
from painbot.flow.conditions.names import Scope, TickTarget

__all__ = ["LEVEL", "Scope", "TickTarget", "compile_condition"]
