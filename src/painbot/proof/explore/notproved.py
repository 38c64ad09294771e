"""Why an exploration could not vouch for its result: it never counts as proved then."""

from __future__ import annotations

from collections.abc import Iterable


class NotProved(Exception):
    """The exploration cannot vouch for its result; the text says why."""

    @classmethod
    def too_many(cls, most: int, what: str) -> NotProved:
        """Return that there was more to look at than there is time for."""
        return cls(f"there are more than {most} {what}")

    @classmethod
    def beyond(cls, keys: Iterable[str]) -> NotProved:
        """Return that the step read what merged states do not keep."""
        return cls(f"the step read {', '.join(sorted(keys))}, which was not kept")

    @classmethod
    def otherwise(cls, asked: str) -> NotProved:
        """Return that an answer given by taps was not taken as it was meant."""
        return cls(f"an answer to {asked} was taken for another")

    @classmethod
    def unplayable(cls, where: str) -> NotProved:
        """Return that a conversation that was found goes another way when it is played."""
        return cls(f"a conversation that was found cannot be played at {where}")
