"""People and channels: what a test does with its hands, and what it reads off the screen."""

from __future__ import annotations

from typing import Any

from tests.standins.looking import Screened

from . import payloads
from .doing import show
from .screens import Button, Json, Message, Shown
from .world import Chat, Team, World


class Person(Screened[Shown]):
    """Somebody in a workspace, whose private chat with the bot this is."""

    _world: World
    _chat: Chat

    def __init__(self, world: World, team: Team, user_id: str | None = None) -> None:
        self._world = world
        self.team = team
        self.user_id = user_id or world.draw("U")
        self._chat = world.open_chat(team, self.user_id)
        self.chat_id = self._chat.chat_id

    @property
    def errors(self) -> list[str]:
        """What Slack said had failed when it was pressed or commanded."""
        return list(self._chat.errors)

    def says(self, text: str, *, thread: str = "", subtype: str = "", **how: Any) -> str:  # noqa: ANN401
        """Write a text; `delay`, `copies` and `late` say when and how often it comes."""
        with self._world.lock:
            made = Message(self._world.stamp(), self.user_id, by_bot=False, text=text)
            made.thread_ts = thread
            self._chat.add(made)
            more = {"subtype": subtype} if subtype else {}
            return self._happens(payloads.message(self._chat, made, **more), **how)

    def sends_file(self, text: str = "") -> str:
        """Send a picture, with or without words."""
        with self._world.lock:
            made = Message(self._world.stamp(), self.user_id, by_bot=False, text=text)
            self._chat.add(made)
            file = {"id": self._world.draw("F"), "name": "leg.jpg", "mimetype": "image/jpeg"}
            more: Json = {"subtype": "file_share", "files": [file], "upload": False}
            return self._happens(payloads.message(self._chat, made, **more))

    def edits(self, text: str) -> str:
        """Change the own newest message."""
        with self._world.lock:
            made = next(one for one in self._chat.newest() if not one.by_bot)
            before, made.text = made.text, text
            made.change(text, [])
            return self._happens(payloads.changed(self._chat, made, before, self._world.stamp()))

    def deletes(self, message: Shown) -> None:
        """Take a message off the screen, of which the bot is not told."""
        with self._world.lock:
            del self._chat.messages[message.message_id]

    def taps(self, label: str, message: Shown | None = None, **how: Any) -> str:  # noqa: ANN401
        """Press the button or box with this label or data, on the newest message that has it."""
        with self._world.lock:
            for one in self._chat.newest():
                if message is not None and one.ts != message.message_id:
                    continue
                for button in (each for row in one.shown().buttons for each in row):
                    if label in (button.text, button.data):
                        return self._press(one, button, **how)
            failure = f"no button {label!r} on the screen:\n{self.written()}"
            raise AssertionError(failure)

    def presses(self, data: str, message: Shown, **how: Any) -> str:  # noqa: ANN401
        """Send any button value for a message, also such as is no longer or never was below it."""
        with self._world.lock:
            made = self._chat.messages[message.message_id]
            button = {"action_id": "press0", "block_id": "b", "type": "button", "value": data}
            return self._act(button, payloads.below(self._chat, made, ephemeral=False), **how)

    def enters(self, number: str, **how: Any) -> str:  # noqa: ANN401
        """Type a number into the field of the newest message that has one, and press Enter."""
        with self._world.lock:
            made = next(one for one in self._chat.newest() if one.shown().seen.fields)
            field = made.shown().seen.fields[0]
            action = {"action_id": field.action_id, "block_id": field.block_id}
            action |= {"type": "number_input", "value": number}
            return self._act(action, payloads.below(self._chat, made, ephemeral=False), **how)

    def commands(self, text: str = "", channel: Channel | None = None, **how: Any) -> str:  # noqa: ANN401
        """Type `/pain` in a channel, or in the private chat."""
        with self._world.lock:
            chat = channel.chat if channel else self._chat
            name, made = payloads.command(self._world, chat, self.user_id, text)

            def heard(said: Json) -> None:
                assert said.get("response_type") == "ephemeral", said
                show(self._world, chat, self.user_id, said["text"], said.get("blocks", []))

            offer = self._world.offer
            return offer("slash_commands", name, made, heard=heard, failed=self._failed, **how)

    def chooses(self, channel: Channel, **how: Any) -> str:  # noqa: ANN401
        """Choose the app in the menu of the newest message of a channel."""
        with self._world.lock:
            made = channel.chat.newest()[0]
            name, what = payloads.shortcut(self._world, channel.chat, self.user_id, made)
            return self._world.offer("interactive", name, what, failed=self._failed, **how)

    def opens_home(self, tab: str = "home") -> str:
        """Look at the app's own page."""
        with self._world.lock:
            what = {"type": "app_home_opened", "user": self.user_id, "tab": tab}
            return self._happens({**what, "channel": self.chat_id})

    @property
    def home(self) -> Message | None:
        """The app's own page as it is shown now."""
        with self._world.lock:
            view = self._world.homes.get((self.team.team_id, self.user_id))
            if view is None:
                return None
            return Message(view["id"], "", by_bot=True, text="", blocks=view["blocks"])

    def taps_home(self, label: str, topic: str = "", **how: Any) -> str:  # noqa: ANN401
        """Press a button of the app's own page; `topic` is in its data, if several look alike."""
        with self._world.lock:
            view, page = self._world.homes[self.team.team_id, self.user_id], self.home
            assert page is not None
            rows = page.shown().buttons
            found = [each for row in rows for each in row if each.text == label]
            (button,) = [each for each in found if topic in each.data][:1]
            return self._act(_action(button), payloads.on_page(view), **how)

    def taps_line(self, channel: Channel, label: str) -> str:
        """Press the button of the newest line that only this person sees in a channel."""
        with self._world.lock:
            made = channel.chat.lines[self.user_id][-1]
            (button,) = [one for row in made.shown().buttons for one in row if one.text == label]
            where = payloads.below(channel.chat, made, ephemeral=True)
            return self._act(_action(button), where)

    def blocks(self, word: str = "account_inactive") -> None:
        """Be deactivated, or the like: what the bot sends is turned down with this word."""
        with self._world.lock:
            self._chat.closed = word

    def _press(self, made: Message, button: Button, **how: Any) -> str:  # noqa: ANN401
        if button.box:
            made.tick(button.block_id, button.action_id, button.data.rpartition(":")[2])
            self._chat.changed.notify_all()
        action = _action(button)
        if button.box:
            lists = dict(made.lists())
            action["selected_options"] = made.selected(button.block_id, lists[button.block_id])
        return self._act(action, payloads.below(self._chat, made, ephemeral=False), **how)

    def _act(self, action: Json, where: Json, **how: Any) -> str:  # noqa: ANN401
        name, what = payloads.pressed(self._world, self.team, self.user_id, action, where)
        return self._world.offer("interactive", name, what, failed=self._failed, **how)

    def _happens(self, what: Json, **how: Any) -> str:  # noqa: ANN401
        name, made = payloads.event(self._world, self.team, what)
        return self._world.offer("events_api", name, made, **how)

    def _failed(self) -> None:
        self._chat.errors.append("That did not work. Try again?")
        self._chat.changed.notify_all()


class Channel:
    """A channel of a workspace, which the bot is in."""

    def __init__(self, world: World, team: Team) -> None:
        self._world = world
        self.chat = world.open_chat(team)

    def says(self, person: Person, text: str, *, thread: str = "") -> str:
        """Have somebody write there; an app that is not named is not told, unless it asked."""
        with self._world.lock:
            made = Message(self._world.stamp(), person.user_id, by_bot=False, text=text)
            made.thread_ts = thread
            self.chat.add(made)
            if f"<@{self.chat.team.bot_user}>" not in text:
                return ""
            what = {**payloads.message(self.chat, made), "type": "app_mention"}
            name, whole = payloads.event(self._world, self.chat.team, what)
            return self._world.offer("events_api", name, whole)

    def mentions(self, person: Person, text: str, *, thread: str = "") -> str:
        """Have somebody name the bot there."""
        return self.says(person, f"<@{self.chat.team.bot_user}> {text}", thread=thread)

    def seen_by_all(self) -> list[Shown]:
        """List what the bot has said to everybody there."""
        with self._world.lock:
            return [one.shown() for one in self.chat.messages.values() if one.by_bot]

    def seen_by(self, person: Person) -> list[Shown]:
        """List what the bot has said to this person only."""
        with self._world.lock:
            return [one.shown() for one in self.chat.lines.get(person.user_id, ())]


def _action(button: Button) -> Json:
    made = {"action_id": button.action_id, "block_id": button.block_id}
    kind = "checkboxes" if button.box else "button"
    value = {} if button.box else {"value": button.data}
    return {**made, "type": kind, **value}
