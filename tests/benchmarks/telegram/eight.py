"""The eight questions as a flow library: what painbot leads the same dialogue with.

The words are the shipped ones with every emergency word in them, for each typed text is searched
for these; what they refer to is made to be in this small library. Who it is for is what painbot
always asks first, so that is the first of the eight.
"""

from __future__ import annotations

import re

from painbot.flow.model import Library
from tests.benchmarks.synthetic import FLOWS
from tests.benchmarks.telegram.dialogue import QUESTIONS, RESULT, Question
from tests.tiny import COMMON, files, flow, library

NAME = "start"  # what /start begins


def eight() -> dict[str, bytes]:
    """Return file texts: one flow of eight questions, and no warning signs."""
    return files(**_texts())


def compiled() -> Library:
    """Return the library; a finding is a fault of the benchmark."""
    return library(**_texts())


def _texts() -> dict[str, str]:
    asked = "".join(map(_question, QUESTIONS[1:]))
    levels = COMMON["levels.yaml"].replace("Level self-care", f'"{RESULT}"')
    levels = levels.replace("Night self-care", f'"{RESULT}"')
    start = flow(f"questions:\n{asked}", NAME)
    return {NAME: start, "facts": _facts(), "levels": levels, "words": _words()}


def _facts() -> str:
    """Let the first answer be what painbot calls `me`."""
    who = QUESTIONS[0]
    me = ["me", "b", "c", "d"]
    answers = ", ".join(
        f'{key}: "{text}"' for key, text in zip(me, who.answers.values(), strict=True)
    )
    before, after = COMMON["facts.yaml"].split("  age:")
    del before
    return f'facts:\n  who: {{ask: "{who.text}", answers: {{{answers}}}}}\n  age:{after}'


def _words() -> str:
    text = (FLOWS / "words.yaml").read_text()
    text = re.sub(r"sources: \[[^]]*\]", "sources: [book]", text)
    return re.sub(r"(?m)^ *(covers|contact): .*\n", "", text)


def _question(question: Question) -> str:
    answers = "".join(f'      {key}: "{text}"\n' for key, text in question.answers.items())
    return (
        f'  {question.id}:\n    ask: "{question.text}"\n    short: {question.marker.decode()}\n'
        f"    answers:\n{answers}"
    )


__all__ = ["NAME", "compiled", "eight"]
