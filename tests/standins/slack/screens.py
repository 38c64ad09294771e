"""What a person sees of a message, and what their own Slack remembers of its boxes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .reading import Seen, read

Json = dict[str, Any]
OPEN, TICKED = "☐", "☑"


@dataclass(frozen=True, slots=True)
class Button:
    """A button, or a box to tick, whose text begins with whether it is."""

    text: str
    data: str
    url: str
    action_id: str
    block_id: str
    box: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One message on a person's screen; `mine` when the person, not the bot, wrote it.

    `fallback` is what a notification or a screen reader says.
    """

    message_id: str
    mine: bool
    text: str
    fallback: str
    buttons: list[list[Button]]
    photo: bool
    edits: int
    seen: Seen

    @property
    def labels(self) -> list[str]:
        """Name all boxes and buttons in the order they are read."""
        return [button.text for row in self.buttons for button in row]

    def __str__(self) -> str:
        who = "you     " if self.mine else "painbot "
        picture = "[picture] " if self.photo else ""
        rows = (" ".join(f"[{button.text}]" for button in row) for row in self.buttons)
        return "\n          ".join((f"{who} {picture}{self.text}", *rows))


def stem(block_id: str) -> str:
    """Return what all blocks of one question of painbot's begin with."""
    return block_id.rpartition(":")[0]


@dataclass(slots=True, eq=False)
class Message:
    """One message; `ticks` is what is ticked in each of its lists, by block and action."""

    ts: str
    user: str
    by_bot: bool
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    edits: int = 0
    ticks: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _shown: Shown | None = None

    def __post_init__(self) -> None:
        self._begin_ticks({})

    def change(self, text: str, blocks: list[Json]) -> None:
        """Replace what it says. Lists that keep their names keep what is ticked in them."""
        before = self.ticks
        self.text, self.blocks = text, blocks
        self.edits += 1
        self._begin_ticks(before)

    def tick(self, block_id: str, action_id: str, value: str) -> None:
        """Tick a box, or take its tick away."""
        ticked = self.ticks[block_id, action_id]
        ticked.remove(value) if value in ticked else ticked.append(value)
        self._shown = None

    def lists(self) -> list[tuple[str, Json]]:
        """List the lists of boxes with the names of their blocks."""
        return [
            (block.get("block_id", ""), element)
            for block in self.blocks
            for element in block.get("elements", ())
            if element.get("type") == "checkboxes"
        ]

    def state(self) -> Json:
        """Write what all fields hold, as Slack does."""
        values: dict[str, Json] = {}
        for block_id, made in self.lists():
            held = {"type": "checkboxes", "selected_options": self.selected(block_id, made)}
            values.setdefault(block_id, {})[made["action_id"]] = held
        return {"values": values}

    def selected(self, block_id: str, made: Json) -> list[Json]:
        """List the options of a list that are ticked."""
        ticked = self.ticks[block_id, made["action_id"]]
        return [option for option in made["options"] if option["value"] in ticked]

    def shown(self) -> Shown:
        """Give it as it is seen, worked out once for each version."""
        if self._shown is None:
            self._shown = self._look()
        return self._shown

    def _begin_ticks(self, before: dict[tuple[str, str], list[str]]) -> None:
        self.ticks = {}
        for block_id, made in self.lists():
            at = (block_id, made["action_id"])
            there = [option["value"] for option in made["options"]]
            begun = [option["value"] for option in made.get("initial_options", ())]
            self.ticks[at] = [each for each in before.get(at, begun) if each in there]
        self._shown = None

    def _look(self) -> Shown:
        seen = read(self.blocks)
        text = seen.text if self.blocks else self.text
        rows = [*self._boxes(), *([_button(each)] for each in seen.buttons)]
        photo = bool(seen.images)
        return Shown(self.ts, not self.by_bot, text, self.text, rows, photo, self.edits, seen)

    def _boxes(self) -> list[list[Button]]:
        return [
            [self._box(block_id, made, option)]
            for block_id, made in self.lists()
            for option in made["options"]
        ]

    def _box(self, block_id: str, made: Json, option: Json) -> Button:
        ticked = option["value"] in self.ticks[block_id, made["action_id"]]
        text = f"{TICKED if ticked else OPEN} {option['text']['text']}"
        data = f"{stem(block_id)}:{option['value']}"
        return Button(text, data, "", made["action_id"], block_id, box=True)


def _button(each: Any) -> Button:  # noqa: ANN401 - the button of `reading`
    return Button(each.text, each.value, each.url, each.action_id, each.block_id)
