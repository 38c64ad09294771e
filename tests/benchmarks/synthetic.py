"""A synthetic library of any size, and the shipped one, as file texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FLOWS = Path(__file__).parents[2] / "flows"
CAUSES = 24
RULES = 60
PROMISES = 19
HEAD = 'reviewed: {on: 2026-11-22, by: ""}\nsources: [book]\n'
COMMON = {
    "facts.yaml": "facts:\n  who: {ask: Who is it for?, answers: {me: Me, adult: Another}}\n",
    "sources.yaml": "sources:\n  book: {title: A book, by: Somebody}\n",
    "rows.yaml": "rows: {R01: A row}\n",
    "answers.yaml": "answers: {}\ncountries: {other: {say: Another country}}\n",
    "levels.yaml": "levels:\n"
    + "".join(
        f"  {level}: {{headline: Level {level}}}\n"
        for level in ("emergency", "hospital", "today", "soon", "routine", "self-care")
    )
    + "contacts: {any: {today: Phone a doctor, soon: Phone, routine: Phone, self-care: Phone}}\n"
    + "urgent signs: {worse: It gets worse}\n",
    "tips.yaml": "tips:\n  rest: {say: Rest a little, sources: [book]}\n",
    "words.yaml": "words: en\n"
    + "".join(
        f"{key}: [{key}]\n"
        for key in ("yes", "no", "unsure", "none", "done", "fillers", "negations", "breaks")
    )
    + "numbers: {one: 1}\nordinals: {first: 1}\nunits: {day: 1}\nweekdays: {monday: 0}\n"
    "commands: {back: [back]}\nalarms: {}\n",
}


def shipped() -> dict[str, bytes]:
    """Return the shipped flow files by name."""
    return {str(p.relative_to(FLOWS)): p.read_bytes() for p in sorted(FLOWS.rglob("*.yaml"))}


def synthetic(questions: int) -> Mapping[str, bytes]:
    """Return a library of one flow with so many questions, 24 causes and 60 rules.

    Every sixth question is unconditional, as in real flows; the others hang on earlier ones.
    """
    files = {name: f"format: 1\n{text}".encode() for name, text in COMMON.items()}
    files["phrases.yaml"] = (FLOWS / "phrases.yaml").read_bytes()
    for n in range(CAUSES):
        card = f"format: 1\ncause: c{n}\nname: Cause {n}\nwhat: What it is.\n{HEAD}"
        files[f"c{n}.yaml"] = card.encode()
    return {**files, "synthetic.yaml": _flow(questions).encode()}


def _flow(count: int) -> str:
    asked = "".join(_question(n) for n in range(count))
    rules = "".join(_rule(n, count) for n in range(RULES))
    fits = "".join(_cause(n, count) for n in range(CAUSES))
    promised = "".join(_promise(n, count) for n in range(1, PROMISES))
    return (
        "format: 1\nflow: synthetic\ntitle: Synthetic\nabout: For measuring\n"
        f"leaves out: {{R01: It is synthetic.}}\n{HEAD}tips: [rest]\nquestions:\n{asked}"
        f"rules:\n{rules}causes:\n{fits}  otherwise: c0\n"
        f"promises:\n{promised}"
    )


def _question(n: int) -> str:
    condition = "" if n % 6 == 0 else f"    if: q{n - 1} is b or q{n - n % 6} is a\n"
    return (
        f"  q{n}:\n{condition}    ask: How is number {n}?\n    short: number {n}\n"
        "    answers:\n      a: The first\n      b: The second\n      c: The third\n"
    )


def _rule(n: int, count: int) -> str:
    q = n * count // RULES
    return (
        f"  r{n}:\n    if: q{q} is c and q{q // 2} is not a\n    at least: routine\n"
        "    because: It has been going on.\n"
    )


def _cause(n: int, count: int) -> str:
    q = n * count // CAUSES
    return f"  c{n}:\n    fits: q{q} is a\n    may fit: 2 of (q{q} is b, q{q // 2} is c, q0 is a)\n"


def _promise(n: int, count: int) -> str:
    q = n * 3 * count // RULES
    return (
        f"  p{n}:\n    if: q{q} is c and q{q // 2} is b\n    always: at least routine\n"
        f"  calm-{n}:\n    if: q{q} is a\n    can happen: self-care and cause c{n}\n"
    )
