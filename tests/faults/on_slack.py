"""The stage with Slack on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from painbot.ports import ConversationKey
from tests.faults.counts import Counts
from tests.faults.painbot_with_faults import Death
from tests.faults.processes import Painbot
from tests.faults.scene import PATIENCE as FINISH
from tests.faults.scene import Scene
from tests.faults.tongues import SlackTongue, Tongue
from tests.faults.walkers import Walker
from tests.standins.faults import Call, Fault
from tests.standins.slack import APP_TOKEN, SIGNING_SECRET, SlackApi, written

# Slack gives up in the end, and says so only of what was pressed: then people write again.
PATIENCE: Final = 4.0
TAKEN: Final = 200
DEACTIVATED: Final = "account_inactive"


class OnSlack(Scene):
    """Slack sends everything down lines that painbot opens, or calls."""

    platform = "Slack"
    tongue: ClassVar[Tongue] = SlackTongue()
    # Slack gives up after six minutes; here it does so after as many outages as a drill has.
    backlog: ClassVar[Mapping[str, Any]] = {"pauses": (2.0, 5.0, 10.0)}
    outage: ClassVar[Mapping[str, Any]] = {"pauses": (0.05, 0.1, 0.2)}
    refusal: ClassVar[Fault] = Fault.said("restricted_action_thread_only_channel")
    api: SlackApi
    _calls = False

    def __init__(self, drill: str, seed: int, people: int = 12, **slack: Any) -> None:  # noqa: ANN401
        super().__init__(drill, seed, people, **slack)
        self.crowd.patience = PATIENCE

    def _open_api(self, **how: Any) -> SlackApi:  # noqa: ANN401
        return SlackApi(**how).__enter__()

    def _environment(self) -> dict[str, str]:
        way = {"SLACK_SIGNING_SECRET": SIGNING_SECRET} if self._calls else {}
        line = {} if self._calls else {"SLACK_APP_TOKEN": APP_TOKEN}
        return {
            "SLACK_BOT_TOKEN": self.api.team.token,
            "SLACK_API_URL": self.api.url,
            "SLACK_PER_CHAT": "0",
            **way,
            **line,
        }

    def finish(self, seconds: float = FINISH) -> Counts:
        """Let everybody come to a result; what Slack brought late was below another question."""
        late = sum(each.attempt > 0 and each.status == TAKEN for each in self.api.deliveries)
        self.counts.notices += late
        return super().finish(seconds)

    def called(self) -> None:
        """Let Slack call painbot from now on."""
        self._calls = True
        self.api.calls_at("http://127.0.0.1:9/slack/events")  # nobody is there yet

    def start(self, death: Death | None = None, *, poisoned: bool = False) -> Painbot:
        """Begin to serve; nobody waits for it."""
        bot = super().start(death, poisoned=poisoned)
        if self._calls:
            self.api.calls_at(*(f"{each.url}/slack/events" for each in self.bots if each.lives))
        return bot

    def bring(self, bot: Painbot, name: str) -> None:
        """Bring something to a process beside Slack's own deliveries, without waiting."""
        headers, body = written(self.api._deliverer.made[name])
        self.carry(f"{bot.url}/slack/events", body, headers)

    def key(self, person: object) -> ConversationKey:
        """Return how the conversation with somebody is named."""
        return ConversationKey("slack", self.api.team.team_id, f"{person}", f"{person}")

    def disorder(self, walker: Walker, acts: list[int]) -> None:
        """Let what is done arrive after what others do later; some of it is said to be a retry."""

        def after(name: str) -> None:
            acts[0] += 1
            if self.random.random() < 0.3:
                self.api.again(name, self.random.uniform(0.0, 0.2), attempt=2)

        walker.did = after

    def expired(self) -> int:
        """Count what was never taken, however often it was brought."""
        return len(self.api.lost)

    def whom(self, call: Call) -> object:
        """Return whose chat a call writes to."""
        name = str(call.params["channel"])
        chat = self.api._world.chats.get(name)
        return chat.person if chat else name

    def turned_down(self) -> int:
        """Count calls to people whose account is deactivated."""
        writing = self.tongue.new | self.tongue.changing
        return sum(
            call.description == DEACTIVATED and call.method in writing for call in self.api.calls
        )


__all__ = ["OnSlack"]
