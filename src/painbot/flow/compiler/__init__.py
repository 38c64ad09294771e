"""Positioned trees to a Library: every finding of every file in one run, never a traceback."""

from painbot.flow.compiler.library import compile_library

__all__ = ["compile_library"]
