"""Condition text to a syntax tree, by a lark grammar; nothing is resolved here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lark import Lark, Token, Transformer, UnexpectedInput, v_args

MAX_LENGTH = 1_000

GRAMMAR = r"""
?start: either
?either: both ("or" both)*                          -> either
?both: inverse ("and" inverse)*                     -> both
?inverse: "not" inverse                             -> inverse
        | "(" either ")"
        | NUMBER "of" "(" either ("," either)* ")"  -> at_least
        | test
test: NAME                                          -> tick
    | NAME "is" WORD                                -> is_
    | NAME "is" "not" WORD                          -> is_not
    | NAME "in" "[" WORD ("," WORD)* "]"            -> in_
    | NAME "has" WORD                               -> has
    | NAME "has" "any"                              -> has_any
    | NAME "has" "any" "[" WORD ("," WORD)* "]"     -> has_any_of
    | NAME COMPARE NUMBER [UNIT]                    -> compare
    | NAME COMPARE NAME                             -> compare_level
    | "no" "screen" "is" "positive"                 -> no_screen
    | "any" "screen" "is" "positive"                -> any_screen
COMPARE: ">=" | "<=" | ">" | "<"
UNIT: /(hour|day|week|month|year)s?/
NUMBER: /[0-9]+/
NAME: /[a-z][a-z0-9-]*/
WORD: /[a-z0-9][a-z0-9-]*/
%ignore /[ \t\r\n]+/
"""


@dataclass(frozen=True, slots=True)
class Test:
    """One look at one answer: a name, what is asked of it, and the words given."""

    name: str
    operation: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Both:
    """All of the parts."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of the parts."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of the part."""

    part: Tree


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many of the parts or more."""

    count: int
    parts: tuple[Tree, ...]


Tree = Test | Both | Either | Not | AtLeast


@dataclass(frozen=True, slots=True)
class Stumble:
    """Where the text stopped making sense."""

    near: str
    offset: int


@lru_cache(maxsize=4096)
def parse(text: str) -> Tree | Stumble:
    """Return the tree of a condition, or where it stopped making sense.

    Cached by text: an editor that saves often parses only what changed.
    """
    try:
        return _parser().parse(text)  # type: ignore[return-value]
    except UnexpectedInput as error:
        offset: int | None = getattr(error, "pos_in_stream", None)
        if offset is None or offset < 0:
            offset = len(text)
        return Stumble(text[offset:].split(" ", 1)[0] or "the end", offset)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", transformer=_Trees())


@v_args(inline=True)
class _Trees(Transformer[Token, Tree]):
    def either(self, *parts: Tree) -> Tree:
        return parts[0] if len(parts) == 1 else Either(parts)

    def both(self, *parts: Tree) -> Tree:
        return parts[0] if len(parts) == 1 else Both(parts)

    def inverse(self, part: Tree) -> Tree:
        return Not(part)

    def at_least(self, count: Token, *parts: Tree) -> Tree:
        return AtLeast(int(count), parts)

    def tick(self, name: Token) -> Tree:
        return Test(str(name), "tick")

    def compare(self, name: Token, sign: Token, number: Token, unit: Token | None) -> Tree:
        amount = f"{number} {unit}" if unit else str(number)
        return Test(str(name), str(sign), (amount,))

    def compare_level(self, name: Token, sign: Token, word: Token) -> Tree:
        return Test(str(name), str(sign), (str(word),))

    def no_screen(self) -> Tree:
        return Test("", "no screen")

    def any_screen(self) -> Tree:
        return Test("", "any screen")

    is_ = staticmethod(lambda name, word: _test(name, "is", word))
    is_not = staticmethod(lambda name, word: _test(name, "is not", word))
    in_ = staticmethod(lambda name, *words: _test(name, "in", *words))
    has = staticmethod(lambda name, word: _test(name, "has", word))
    has_any = staticmethod(lambda name: _test(name, "has any"))
    has_any_of = staticmethod(lambda name, *words: _test(name, "has any", *words))


def _test(name: Token, operation: str, *words: Token) -> Test:
    return Test(str(name), operation, tuple(str(word) for word in words))
