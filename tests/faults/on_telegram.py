"""The stage with Telegram on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from painbot.ports import ConversationKey
from tests.faults.processes import Painbot
from tests.faults.scene import Scene
from tests.faults.tongues import TelegramTongue, Tongue
from tests.faults.walkers import Walker
from tests.standins.faults import Call, Fault
from tests.standins.telegram import BotApi

SECRET: Final = "the-secret-of-the-hook"  # noqa: S105 - nobody else is on this stage
_HEADERS: Final = {
    "Content-Type": "application/json",
    "X-Telegram-Bot-Api-Secret-Token": SECRET,
}


class OnTelegram(Scene):
    """Telegram is asked for updates, or calls."""

    platform = "Telegram"
    tongue: ClassVar[Tongue] = TelegramTongue()
    outage: ClassVar[Mapping[str, Any]] = {"callback_seconds": 0.5}
    refusal: ClassVar[Fault] = Fault.error(400)
    api: BotApi

    def _open_api(self, **how: Any) -> BotApi:  # noqa: ANN401
        return BotApi(**how).__enter__()

    def _environment(self) -> dict[str, str]:
        return {
            "TELEGRAM_TOKEN": self.api.token,
            "TELEGRAM_API_URL": self.api.url,
            "TELEGRAM_PER_CHAT": "0",
            "TELEGRAM_PER_SECOND": "0",
        }

    def called(self) -> None:
        """Let Telegram call painbot from now on, and not be asked."""
        self.more |= {"TELEGRAM_WEBHOOK_URL": "somewhere", "TELEGRAM_WEBHOOK_SECRET": SECRET}

    def bring(self, bot: Painbot, name: int) -> None:
        """Bring an update to a process beside Telegram's own deliveries, without waiting."""
        self.carry(bot.hook, self.api._world.queue.made[name].body, _HEADERS)

    def key(self, person: object) -> ConversationKey:
        """Return how the conversation with somebody is named."""
        bot = self.api.token.partition(":")[0]
        return ConversationKey("telegram", bot, f"{person}", f"{person}")

    def disorder(self, walker: Walker, acts: list[int]) -> None:
        """Let the ids after each act be gapped or drawn anew, and updates overtake each other."""
        world, random = self.api._world, self.random

        def after(update: int) -> None:
            acts[0] += 1
            with world.lock:
                pending = world.queue.made[update]
                chance = random.random()
                if chance < 0.4:
                    world.queue.next_id += random.randint(1, 5)
                elif chance < 0.5:
                    self._jump_up()
                elif chance < 0.8 and world.queue.holds(pending):  # it comes after later ones
                    world.queue._drop(pending)
                    world._arrive_later(pending, random.uniform(0.01, 0.1), stray=True)

        walker.did = after

    def expired(self) -> int:
        """Count presses that were delivered too late or never."""
        return len(self.api.expired)

    def whom(self, call: Call) -> object:
        """Return whose chat a call writes to."""
        return self.tongue.where(call)

    def turned_down(self) -> int:
        """Count calls to people who have blocked the bot."""
        writing = self.tongue.new | self.tongue.changing
        return sum(call.status == 403 and call.method in writing for call in self.api.calls)

    def _jump_up(self) -> None:
        if self.api._world.queue.next_id < 2**30:
            self.api.jump()


__all__ = ["OnTelegram"]
