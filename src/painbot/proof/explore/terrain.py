"""What all graphs of one library share: the map, what is offered, what was found to be alive."""

from __future__ import annotations

from painbot.dialogue.view import View
from painbot.dialogue.walk import Walk
from painbot.flow.model import Library, Rule
from painbot.proof.explore.alive import Alive, alive
from painbot.proof.explore.choices import Eyes, Offer, offered_by
from painbot.proof.explore.lookouts import Lookouts
from painbot.proof.explore.map import Map


class Terrain:
    """One library as a proof sees it; graphs from several flows get faster by sharing it."""

    def __init__(self, library: Library) -> None:
        """Begin with nothing worked out."""
        self.library = library
        self.lookouts = Lookouts(library)
        self._map = Map(library, self.lookouts)
        self.sights = self._map.users.sights
        self._offers: dict[object, Offer] = {}
        self._alive: dict[object, Alive] = {}

    def offer(self, walk: Walk, asked: tuple[str, ...], living: Alive) -> Offer:
        """Return what is offered where a walk asks these keys; all that offer alike share it."""
        offer = offered_by(walk, asked, self._eyes(walk.view, asked, living), self.sights)
        return self._offers.setdefault(offer.kind, offer)

    def _eyes(self, view: View, asked: tuple[str, ...], living: Alive) -> Eyes:
        about = self.sights.about(asked)
        own = sorted((until, sees & about) for until, sees in living.sights if sees & about)
        return Eyes(tuple(own), living.levels, view.floor, view.country())

    def living(self, stop: str, view: View, holds: int) -> Alive:
        """Return what is alive at a stop, worked out once for all that look alike from there.

        `holds` are the bits of sights that hold.
        """
        answered = self._map.users.keys.mask(view.picks)
        ahead = self._map.ahead(view.path, stop, answered)
        values = holds & ahead.watching(view.floor).sees
        known = (id(ahead), answered & ahead.order, values, view.floor)
        if known not in self._alive:
            self._alive[known] = alive(self._map, ahead, answered, values, view.floor)
        return self._alive[known]

    def common(self, living: Alive, view: View) -> object:
        """Return all that conversations alike have in common.

        Where a rule may be undone, that is also the level there is without it.
        """
        return (living.common, _firm(view, living.loose)) if living.loose else living.common


def _firm(view: View, loose: tuple[Rule, ...]) -> int:
    """Return the level that is certain without these rules."""
    country = view.country()
    levels = (
        each.levels.for_country(country) if country else each.levels.lowest
        for each in view.raised()
        if each.certain and each.rule not in loose
    )
    return max(levels, default=0)
