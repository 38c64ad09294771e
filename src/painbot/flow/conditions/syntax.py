"""Condition text to a syntax tree, by a lark grammar; nothing is resolved here."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from lark import Lark, Token, Transformer, UnexpectedInput, v_args

MAX_LENGTH = 1_000

# A keyword ends where a name would end, so that `orange` is never `or` and `ange`.
GRAMMAR = r"""
?start: either
?either: both (_OR both)*                           -> either
?both: inverse (_AND inverse)*                      -> both
?inverse: _NOT inverse                              -> inverse
        | "(" either ")"
        | NUMBER _OF "(" either ("," either)* ")"   -> at_least
        | test
test: NAME                                          -> tick
    | NAME _IS WORD                                 -> is_
    | NAME _IS _NOT WORD                            -> is_not
    | NAME _IN "[" WORD ("," WORD)* "]"             -> in_
    | NAME _HAS WORD                                -> has
    | NAME _HAS _ANY                                -> has_any
    | NAME _HAS _ANY "[" WORD ("," WORD)* "]"       -> has_any_of
    | NAME COMPARE NUMBER [UNIT]                    -> compare
    | NAME COMPARE NAME                             -> compare_level
    | _NO SCREEN _IS _POSITIVE                      -> no_screen
    | _ANY SCREEN _IS _POSITIVE                     -> any_screen
COMPARE: ">=" | "<=" | ">" | "<"
NUMBER: /[0-9]+/
UNIT: /(hour|day|week|month|year)s?(?![a-z0-9-])/
NAME: /[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?/
WORD: /[a-z0-9][a-z0-9-]*/
_OR.2: /or(?![a-z0-9-])/
_AND.2: /and(?![a-z0-9-])/
_NOT.2: /not(?![a-z0-9-])/
_OF.2: /of(?![a-z0-9-])/
_IS.2: /is(?![a-z0-9-])/
_IN.2: /in(?![a-z0-9-])/
_HAS.2: /has(?![a-z0-9-])/
_ANY.2: /any(?![a-z0-9-])/
_NO.2: /no(?![a-z0-9-])/
_POSITIVE.2: /positive(?![a-z0-9-])/
SCREEN.2: /screen(?![a-z0-9-])/
%ignore /[ \t\r\n]+/
"""


@dataclass(frozen=True, slots=True)
class Test:
    """One look at one answer: a name, what is asked of it, and the words given.

    `at` and `spots` tell where the name and the words stand in the text.
    """

    name: str
    operation: str
    values: tuple[str, ...] = ()
    at: int = field(default=0, compare=False, repr=False)
    spots: tuple[int, ...] = field(default=(), compare=False, repr=False)


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
    at: int = field(default=0, compare=False, repr=False)


Tree = Test | Both | Either | Not | AtLeast


@dataclass(frozen=True, slots=True)
class Stumble:
    """Where the text stopped making sense; `near` is empty at its end."""

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
        return _stumble(text, error)


def _stumble(text: str, error: UnexpectedInput) -> Stumble:
    offset: int | None = getattr(error, "pos_in_stream", None)
    ended = getattr(getattr(error, "token", None), "type", "") == "$END"
    if ended or offset is None or offset < 0:
        offset = len(text)
    near = next(iter(text[offset:].split()), "")
    return Stumble(near, offset)


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
        return AtLeast(int(count), parts, _start(count))

    def tick(self, name: Token) -> Tree:
        return _test(name, "tick")

    def compare(self, name: Token, sign: Token, number: Token, unit: Token | None) -> Tree:
        amount = f"{number} {unit}" if unit else str(number)
        return Test(str(name), str(sign), (amount,), _start(name), (_start(number),))

    def compare_level(self, name: Token, sign: Token, word: Token) -> Tree:
        return _test(name, str(sign), word)

    def no_screen(self, screen: Token) -> Tree:
        return Test("", "no screen", (), _start(screen))

    def any_screen(self, screen: Token) -> Tree:
        return Test("", "any screen", (), _start(screen))

    is_ = staticmethod(lambda name, word: _test(name, "is", word))
    is_not = staticmethod(lambda name, word: _test(name, "is not", word))
    in_ = staticmethod(lambda name, *words: _test(name, "in", *words))
    has = staticmethod(lambda name, word: _test(name, "has", word))
    has_any = staticmethod(lambda name: _test(name, "has any"))
    has_any_of = staticmethod(lambda name, *words: _test(name, "has any", *words))


def _test(name: Token, operation: str, *words: Token) -> Test:
    spots = tuple(_start(word) for word in words)
    return Test(str(name), operation, tuple(str(word) for word in words), _start(name), spots)


def _start(token: Token) -> int:
    return token.start_pos or 0
