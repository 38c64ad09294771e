"""`painbot serve` as whoever runs it sees it: refusing, watching, stopping, taking over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.e2e.serving import CANARIES, SECRET, Bot, Process, asked, begun, wait
from tests.service.store_processes import kill_server
from tests.standins.telegram import Fault

if TYPE_CHECKING:
    from tests.standins.telegram import Person

CALLED = {
    "TELEGRAM_WEBHOOK_URL": "http://127.0.0.1:{port}/telegram",
    "TELEGRAM_WEBHOOK_SECRET": SECRET,
}
SERIES = [
    "painbot_turns_total",
    "painbot_turn_seconds_bucket",
    "painbot_levels_total",
    "painbot_questions_asked_total",
    "painbot_questions_answered_total",
    "painbot_calls_total",
    "painbot_call_seconds_bucket",
    "painbot_events_total",
    "painbot_outbox_waiting",
    "painbot_outbox_oldest_seconds",
    "painbot_info",
    "process_resident_memory_bytes",
]


def to_the_end(person: Person) -> None:
    person.says("/start")
    asked(person, 2)
    person.taps("Me")
    asked(person, 3)
    person.says("Quetzal canaryword")
    asked(person, 5)
    person.taps("☐ Breathing or chest trouble")
    person.wait(lambda each: "Done" in each.heard()[-1].labels)
    person.taps("Done")
    person.wait(lambda each: "🚨" in each.heard()[-1].text)


def test_it_says_how_it_is_and_never_whose(bot: Bot) -> None:
    person = bot.person()
    to_the_end(person)
    bot.api.inject({"poll_answer": {}})  # what it does not know it counts
    bot.settled()
    assert bot.process.request("GET", "/healthz") == (200, "ok\n")
    assert bot.process.request("GET", "/readyz") == (200, "ready\n")
    metrics = bot.process.metrics()
    assert [each for each in SERIES if f"\n{each}" not in metrics] == []
    assert bot.process.number('painbot_levels_total{level="emergency"}') >= 1
    assert bot.process.number('painbot_questions_answered_total{question="start/fact:who"}') >= 1
    session = bot.session(person)
    assert session is not None
    whose = (str(person.chat_id), session.id, bot.api.token, "Breathing", *CANARIES)
    assert [each for each in whose if each in metrics] == []


def test_the_menu_of_commands_is_set(bot: Bot) -> None:
    bot.api.wait(lambda api: {language for _, language in api.commands} == {"", "en"})
    names = {"start", "help", "back", "restart", "stop", "language", "mydata", "forget"}
    for (scope, _), commands in bot.api.commands.items():
        assert "all_private_chats" in scope
        assert {each["command"] for each in commands} == names


def test_sigterm_in_the_middle_loses_nothing(own: Bot) -> None:
    first = own.serve().process
    second = own.start().ready()
    person = own.person()
    person.says("/start")
    asked(person, 2)
    own.api.faults = lambda call: Fault.slow(0.5) if call.method == "sendMessage" else None
    person.taps("Me")
    own.api.wait(lambda api: api.calls_of("sendMessage")[-1].fault is not None)
    assert first.stop() < 10
    own.api.faults = None
    wait(lambda: "painbot asks Telegram for messages" in second.said, second.state, seconds=9)
    person.wait(lambda each: "Any of these now?" in each.heard()[-1].text)
    person.taps("None of these")
    person.wait(lambda each: "in the leg?" in each.heard()[-1].text)
    own.settled()
    assert len(person.heard()) == 4
    assert [name for name in own.store.names() if ":lease:" in name] == []


def test_of_two_processes_on_one_store_only_one_asks(own: Bot) -> None:
    own.serve()
    own.start().ready()
    people = [own.person() for _ in range(5)]
    for person in people:
        person.says("/start")
    for person in people:
        asked(person, 2)
    assert [each for each in own.api.refusals if "getUpdates" in each] == []
    says = ["painbot asks Telegram for messages" in each.said for each in own.processes]
    assert says == [True, False]


def test_everybody_goes_on_where_they_were_after_a_restart(own: Bot) -> None:
    own.serve()
    person = own.person()
    person.says("/start")
    asked(person, 2)
    own.process.stop()
    person.taps("Me")
    person.says("none")
    own.serve()
    person.wait(lambda each: "Any of these now?" in each.heard()[-1].text, seconds=10)
    own.settled()
    assert own.session(person) is not None


def called(process: Process, kind: str, **content: object) -> None:
    """Bring one update to one process, which must take it."""
    update = {"update_id": next(NUMBERS), kind: content}
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    status, _ = process.request("POST", "/telegram", json.dumps(update).encode(), headers)
    assert status == 200


NUMBERS = iter(range(10**6, 10**7))


def test_two_processes_that_are_called_share_a_conversation(own: Bot) -> None:
    own.serve(**CALLED).serve(**CALLED)
    person = own.person()
    chat = {"id": person.chat_id, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": person.user, "text": "/start"}
    called(own.processes[0], "message", **message)
    for turn in range(6):
        asked(person, turn + 2)
        own.settled()
        shown = person.question()
        buttons = [button for row in shown.buttons for button in row]
        data = next((b.data for b in buttons if b.text == "None of these"), buttons[0].data)
        query = {"id": str(turn), "from": person.user, "chat_instance": "1", "data": data}
        called(
            own.processes[(turn + 1) % 2],
            "callback_query",
            **query,
            message={"message_id": shown.message_id, "date": 1, "chat": chat},
        )
    own.settled()
    session = own.session(person)
    assert session is not None
    assert len(session.answers) >= 4
    assert len([each for each in person.heard() if each.buttons]) == 1


def test_who_asks_takes_a_webhook_away_and_loses_nothing(own: Bot) -> None:
    own.serve(**CALLED)
    person = own.person()
    person.says("/start")
    asked(person, 2)
    own.process.stop()
    person.taps("Me")
    own.serve()
    asked(person, 3)
    assert own.api.webhook is None
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    assert own.process.request("POST", "/telegram", b"{}", headers)[0] == 404


def test_the_private_store_may_be_killed(own: Bot) -> None:
    own.serve()
    person = own.person()
    person.says("/start")
    asked(person, 2)
    own.settled()
    kill_server(own.home)
    person.taps("Me")
    person.wait(lambda each: "Any of these now?" in each.heard()[-1].text)
    assert own.process.status("/readyz") == 200


def test_what_is_called_while_it_restarts_comes_again(own: Bot) -> None:
    port = own.serve(**CALLED).process.port
    person = begun(own)
    own.api.faults = lambda call: Fault.slow(0.5) if call.method == "sendMessage" else None
    first = person.taps("Me")
    own.api.wait(lambda api: first in api.confirmed)
    assert own.process.stop() < 10
    second = person.says("none")
    own.api.faults = None
    own.start(port, **CALLED).serves()
    own.api.wait(lambda api: second in api.confirmed)
    own.settled()
    assert "Any of these now?" in [each.text.splitlines()[0] for each in person.heard()]
    assert own.session(person) is not None
