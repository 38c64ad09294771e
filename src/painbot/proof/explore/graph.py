"""The merged states of a library, found by driving the real step.

A state stands for every conversation at one stop that agrees on what is alive there. Whatever
is answered next leads all of them to the same state; that is what is checked at every step.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from painbot.dialogue.session import Session
from painbot.dialogue.view import View
from painbot.dialogue.walk import Walk, resume
from painbot.proof.explore.alive import Alive
from painbot.proof.explore.choices import Choice, Given, Offer
from painbot.proof.explore.drive import Stepped, begin, give
from painbot.proof.explore.notproved import NotProved
from painbot.proof.explore.terrain import Terrain

MAX_STATES = 60_000


@dataclass(eq=False)
class State:
    """One merged state: a conversation that stands for all of its kind.

    `moves` leads on by what the looks alive here see in an answer, `alike` by what is alive after
    it. `left` is how many more questions can follow at most.
    """

    number: int
    session: Session
    walk: Walk
    alive: Alive
    moves: dict[object, Move] = field(default_factory=dict)
    alike: dict[object, Move] = field(default_factory=dict)
    ways: dict[int, tuple[Way, ...]] = field(default_factory=dict)
    offer: Offer | None = None
    left: int = 0

    @property
    def done(self) -> bool:
        """Return whether this is a result."""
        return self.walk.done

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """Return the keys asked here."""
        return self.walk.keys_to_ask()


@dataclass(frozen=True, slots=True)
class Move:
    """One answer that was given to the real step, and what came of it.

    `further` are the flows it led through, `certain` is a level that all who answer so reach.
    """

    before: State
    choice: Choice
    session: Session
    after: State
    further: tuple[str, ...]
    certain: int


@dataclass(frozen=True, slots=True)
class Way:
    """All answers that lead to the same and show the same: where they lead, bits of sights."""

    given: Given
    after: State
    further: tuple[str, ...]
    certain: int
    shows: int


class Graph:
    """All merged states of a library, made as they are reached."""

    def __init__(
        self, terrain: Terrain, flows: Iterable[str] | None = None, most: int = MAX_STATES
    ) -> None:
        """Begin with the first question of these flows, or of all; make `most` states at most."""
        self.terrain = terrain
        self.library = terrain.library
        self.lookouts = terrain.lookouts
        self.sights = terrain.sights
        self.moves: list[Move] = []
        self._most = most
        self._states: dict[object, State] = {}
        flows = self.library.flows if flows is None else flows
        self.roots = {flow: self._state(begin(self.library, flow))[0] for flow in flows}

    @property
    def states(self) -> tuple[State, ...]:
        """Return the states made so far."""
        return tuple(self._states.values())

    def explore(self) -> None:
        """Make every state there is, and count how many questions can follow each."""
        waiting = deque(self.roots.values())
        seen = {state.number for state in waiting}
        while waiting:
            state = waiting.popleft()
            for choice in self.choices(state):
                after = self.move(state, choice).after
                if after.number not in seen:
                    seen.add(after.number)
                    waiting.append(after)
        _count_left(self.roots.values())

    def choices(self, state: State, more: int = 0) -> tuple[Choice, ...]:
        """Return one answer of each kind that routing, or sights of these bits, can tell apart."""
        if state.done:
            return ()
        if state.offer is None:
            state.offer = self.terrain.offer(state.walk, state.asked, state.alive)
        return state.offer.choices(more)

    def move(self, state: State, choice: Choice) -> Move:
        """Return where an answer leads; the real step is asked once for each kind of answer."""
        kind = choice.kind
        if kind not in state.moves:
            rest = self._rest(state, choice)
            if rest not in state.alike:
                state.alike[rest] = self._moved(state, choice)
                self.moves.append(state.alike[rest])
            state.moves[kind] = state.alike[rest]
        return state.moves[kind]

    def ways(self, state: State, more: int) -> tuple[Way, ...]:
        """Return one way on for all answers that are alike but for sights of these bits."""
        if more not in state.ways:
            ways: dict[object, Way] = {}
            for choice in self.choices(state, more):
                move = self.move(state, choice)
                same = (move.after.number, move.further, move.certain, choice.shows)
                if same not in ways:
                    ways[same] = Way(
                        choice.given, move.after, move.further, move.certain, choice.shows
                    )
            state.ways[more] = tuple(ways.values())
        return state.ways[more]

    def _rest(self, state: State, choice: Choice) -> object:
        """Return what is alive after an answer, wherever it leads: who agree on it go on alike."""
        walk = state.walk
        picks = {**walk.picks, **{each.key: each.picks for each in choice.given}}
        doubts = {**walk.doubts, **{each.key: each.doubts for each in choice.given if each.doubts}}
        view = View(self.library, walk.path, picks, doubts)
        bits = self.sights.of_answers((*state.session.answers, *choice.given))
        fell = view.floor < walk.view.floor  # a fault, which must be seen to happen
        living = self.terrain.living(walk.stop, view, bits)
        rest = self.terrain.common(living, view)
        return rest, state.alive.reached(view.floor), fell

    def _moved(self, state: State, choice: Choice) -> Move:
        asked = tuple(each.key for each in choice.given)
        stepped = give(self.library, state.walk, state.session, choice.given)
        _check_reads(state, asked, stepped)
        session = stepped.session
        if session.answers[-len(asked) :] != choice.given:
            raise NotProved.otherwise(" + ".join(asked))
        after, floor = self._state(session)
        further = session.path[len(state.session.path) :]
        levels = state.alive.levels
        reached = state.alive.reached(floor)
        return Move(state, choice, session, after, further, levels[reached - 1] if reached else 0)

    def _state(self, session: Session) -> tuple[State, int]:
        """Return the state of a session, and the level that is certain in it."""
        walk = resume(self.library, session)
        holds = self.sights.of_answers(session.answers)
        living = self.terrain.living(session.stop, walk.view, holds)
        known = (session.path[-1], session.stop, self.terrain.common(living, walk.view))
        if known not in self._states:
            if len(self._states) >= self._most:
                raise NotProved.too_many(self._most, "different situations")
            self._states[known] = State(len(self._states), session, walk, living)
        return self._states[known], walk.view.floor


def _check_reads(state: State, asked: tuple[str, ...], stepped: Stepped) -> None:
    """Refuse to go on when the step read what nothing ahead was known to look at."""
    kept = state.alive.seen | frozenset(asked)
    beyond = stepped.reads.values - kept
    beyond |= stepped.reads.answered - kept - state.alive.keys
    if beyond:
        raise NotProved.beyond(beyond)


def _count_left(roots: Iterable[State]) -> None:
    """Count for every state how many questions can follow at most."""
    order: list[State] = []
    seen: set[int] = set()
    stack = [(root, _after(root)) for root in roots]
    while stack:
        state, after = stack[-1]
        seen.add(state.number)
        new = next((each for each in after if each.number not in seen), None)
        if new is None:
            order.append(stack.pop()[0])
        else:
            stack.append((new, _after(new)))
    for state in order:
        state.left = max((1 + each.left for each in _after(state)), default=0)


def _after(state: State) -> Iterator[State]:
    return (move.after for move in state.moves.values())
