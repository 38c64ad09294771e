"""The ids of painbot's own lines: a phrases file has exactly these."""

from __future__ import annotations

from typing import Final

PHRASES: Final[tuple[str, ...]] = (
    # bands of numbers and durations
    "under",
    "less-than",
    "to",
    "or-more",
    # buttons and lists
    "none-of-these",
    "not-sure",
    "yes",
    "no",
    "done",
    "start-again",
    "change-answer",
    "why",
    # hints under a question
    "hint-any",
    "several-lists",
    "hint-number",
    "hint-duration",
    "walk-intro",
    "walk-ask",
    # when something was not understood
    "unclear",
    "unclear-close",
    "unclear-again",
    "too-long",
    "example-duration",
    "example-number",
    "example-pick",
    # first words and the ends
    "welcome",
    "kept",
    "disclaimer",
    "help",
    "stopped",
    "nothing-to-undo",
    "went-back",
    "change-which",
    "nothing-to-change",
    "stale-tap",
    "language",
    "resumed",
    "resumed-result",
    "lost",
    "finished",
    "flow-changed",
    "store-away",
    # levels
    "told-hospital",
    "more-questions",
    "lowered",
    "lowered-result",
    "alarm-no",
    # why
    "why-screen",
    "why-question",
    "why-result",
    "why-fact",
    # the parts of a result
    "because",
    "because-you-said",
    "you-were-not-sure",
    "maybe",
    "speaks-for",
    "also-called",
    "what-helps",
    "meanwhile",
    "urgent",
    "check-again",
    "you-told-me",
    "sources",
    "reviewed",
    "not-reviewed",
)
