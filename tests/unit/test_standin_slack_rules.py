"""The stand-in for Slack turns down what Slack turns down, and shows what Slack shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, cast

import msgspec
import pytest

from painbot.dialogue.replies import Answer, Choice, Reply
from painbot.dialogue.rights import kept
from painbot.platforms.slack import blocks as made_by_painbot
from painbot.platforms.slack import pages, to_wire
from painbot.platforms.slack.meanings import Place
from painbot.platforms.slack.wire import read as part_of
from painbot.ports import Standing, Surroundings, Topic
from tests.contracts.test_platforms import REPLIES
from tests.shipped import library
from tests.standins.slack.blockkit import check
from tests.standins.slack.methods import METHODS
from tests.standins.slack.reading import Box, Button, Field, Image, plain, read
from tests.standins.slack.refused import Refused, refuse
from tests.standins.slack.strict import checked

Json = dict[str, Any]
SCHEMA = Path(__file__).parents[3] / "shared/specs/slack-blockkit.schema.json"


def text(said: str = "Where?", kind: str = "plain_text", **more: object) -> Json:
    return {"type": kind, "text": said, **more}


def mrkdwn(said: str, **more: object) -> Json:
    return text(said, "mrkdwn", **more)


def button(**more: object) -> Json:
    return {"type": "button", "text": text("Yes"), "action_id": "press0", **more}


def option(value: str = "calf", **more: object) -> Json:
    return {"text": text(value.title()), "value": value, **more}


def choosing(kind: str = "checkboxes", **more: object) -> Json:
    return {"type": kind, "action_id": "boxes", "options": [option(), option("foot")], **more}


def number(**more: object) -> Json:
    return {"type": "number_input", "is_decimal_allowed": True, "action_id": "number", **more}


def words(**more: object) -> Json:
    return {"type": "plain_text_input", "action_id": "words", **more}


def section(**more: object) -> Json:
    return {"type": "section", "text": mrkdwn("Where?"), **more}


def actions(*elements: object, **more: object) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def field(element: object, **more: object) -> Json:
    return {"type": "input", "label": text("How old?"), "element": element, **more}


def context(*elements: object) -> Json:
    return {"type": "context", "elements": list(elements)}


def picture(**more: object) -> Json:
    return {"type": "image", "alt_text": "A leg", **more}


def header(said: object) -> Json:
    return {"type": "header", "text": said}


def without(made: Json, name: str) -> Json:
    return {key: value for key, value in made.items() if key != name}


CONFIRM = {"title": text(), "text": text(), "confirm": text("Yes"), "deny": text("No")}
FILE = {"slack_file": {"id": "F1"}}
AT = {"image_url": "https://example.org/leg.png"}
ENTER = {"dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}}
GOOD: dict[str, Json] = {
    "a section": section(block_id="c1:2:b0"),
    "a section with 3000 letters": {"type": "section", "text": mrkdwn("a" * 3000)},
    "fields": {"type": "section", "fields": [text()] * 10},
    "a button beside": section(accessory=button(value="v" * 2000, style="primary")),
    "a picture beside": section(accessory=picture(**AT)),
    "escaped": {"type": "section", "text": mrkdwn("&lt;!here&gt; R&amp;D", verbatim=True)},
    "links": {"type": "section", "text": mrkdwn("<https://a.org/b_c|a *b*> <https://a.org>")},
    "a header": header(text("H" * 150, emoji=False)),
    "a divider": {"type": "divider"},
    "small letters": context(*[mrkdwn("a")] * 8, text(), picture(**FILE)),
    "a row": actions(*(button(action_id=f"press{n}") for n in range(25))),
    "a link": actions(button(url="slack://app?team=T1", accessibility_label="Open")),
    "a question back": actions(button(confirm=CONFIRM, style="danger")),
    "a file": picture(**FILE, title=text()),
    "an address of a file": picture(slack_file={"url": "https://files.slack.com/f"}),
    "a picture": picture(**AT),
    "a number": field(number(min_value="0", initial_value="4.5", max_value="9"), hint=text()),
    "a whole number": field(number(is_decimal_allowed=False, max_value="-9", **ENTER)),
    "words": field(words(multiline=True, min_length=1, max_length=9, placeholder=text(), **ENTER)),
    "boxes": actions(choosing(initial_options=[option("foot")], focus_on_load=True)),
    "boxes with more to say": actions(choosing(options=[option(description=mrkdwn("*Low*"))])),
    "one of several": field(choosing("radio_buttons", initial_option=option()), optional=True),
    "a menu": actions(choosing("static_select", placeholder=text(), initial_option=option())),
    "a menu of many": section(accessory=choosing("multi_static_select", max_selected_items=2)),
}
BAD: dict[str, object] = {
    "no block": "section",
    "an unknown block": {"type": "marquee"},
    "a block_id of 256": section(block_id="b" * 256),
    "an empty block_id": section(block_id=""),
    "an unknown key": section(colour="red"),
    "an empty section": {"type": "section"},
    "an empty text": {"type": "section", "text": mrkdwn("")},
    "a blank text": {"type": "section", "text": mrkdwn(" \n")},
    "no text": {"type": "section", "text": "Where?"},
    "3001 letters": {"type": "section", "text": mrkdwn("a" * 3001)},
    "emoji in mrkdwn": {"type": "section", "text": mrkdwn("a", emoji=True)},
    "verbatim in plain text": {"type": "section", "text": text(verbatim=True)},
    "emoji that is no truth": {"type": "section", "text": text(emoji="no")},
    "no fields": {"type": "section", "fields": []},
    "11 fields": {"type": "section", "fields": [text()] * 11},
    "a field of 2001": {"type": "section", "fields": [text("a" * 2001)]},
    "a number beside": section(accessory=number()),
    "a channel called": {"type": "section", "text": mrkdwn("<!channel> hello")},
    "everybody here called": {"type": "section", "text": mrkdwn("<!here>")},
    "everybody called": {"type": "section", "text": mrkdwn("<!everyone>")},
    "a person called": {"type": "section", "text": mrkdwn("<@U0ADA>")},
    "a channel named": {"type": "section", "text": mrkdwn("<#C0ROOM>")},
    "a bare <": {"type": "section", "text": mrkdwn("a < b")},
    "a link to nowhere": {"type": "section", "text": mrkdwn("<nowhere|here>")},
    "a bare &": {"type": "section", "text": mrkdwn("R&D")},
    "another entity": {"type": "section", "text": mrkdwn("a&nbsp;b")},
    "a header in mrkdwn": header(mrkdwn("H")),
    "a header of 151": header(text("H" * 151)),
    "a divider with a text": {"type": "divider", "text": text()},
    "an empty context": context(),
    "a context of 11": context(*[text()] * 11),
    "a context of 3001": context(mrkdwn("a" * 3001)),
    "a context with a button": context(button()),
    "a context with a picture of nothing": context(picture()),
    "no buttons": actions(),
    "26 buttons": actions(*(button(action_id=f"press{n}") for n in range(26))),
    "elements that are no list": {"type": "actions", "elements": button()},
    "an action_id twice": actions(button(), button()),
    "no action_id": actions(without(button(), "action_id")),
    "an action_id of 256": actions(button(action_id="a" * 256)),
    "a picture among buttons": actions(picture(**AT)),
    "a button in mrkdwn": actions(button(text=mrkdwn("Yes"))),
    "a button of 76": actions(button(text=text("a" * 76))),
    "a value of 2001": actions(button(value="v" * 2001)),
    "an address of 3001": actions(button(url="u" * 3001)),
    "a style of its own": actions(button(style="default")),
    "a label of 76 for the ear": actions(button(accessibility_label="a" * 76)),
    "half a question back": actions(button(confirm=without(CONFIRM, "deny"))),
    "a picture nowhere": picture(),
    "a picture in two places": picture(**FILE, **AT),
    "a picture without words": without(picture(**FILE), "alt_text"),
    "a picture with empty words": picture(**{**FILE, "alt_text": ""}),
    "a picture with 2001 letters": picture(**{**FILE, "alt_text": "a" * 2001}),
    "a file in two places": picture(slack_file={"id": "F1", "url": "https://files.slack.com/f"}),
    "a title in mrkdwn": picture(**FILE, title=mrkdwn("A leg")),
    "a label in mrkdwn": {**field(number()), "label": mrkdwn("How old?")},
    "a label of 2001": {**field(number()), "label": text("a" * 2001)},
    "a hint in mrkdwn": field(number(), hint=mrkdwn("Years")),
    "a button to fill in": field(button()),
    "dispatch_action in words": field(number(), dispatch_action="true"),
    "a number of no kind": field(without(number(), "is_decimal_allowed")),
    "a number of a strange kind": field(number(is_decimal_allowed="true")),
    "a number as a number": field(number(min_value=1)),
    "a decimal of a whole": field(number(is_decimal_allowed=False, min_value="1.5")),
    "a highest below the lowest": field(number(min_value="9", max_value="10.5", initial_value="1")),
    "sent by a wink": field(number(dispatch_action_config={"trigger_actions_on": ["on_wink"]})),
    "words among buttons": actions(words()),
    "at most fewer than at least": field(words(min_length=5, max_length=4)),
    "no boxes": actions(choosing(options=[])),
    "11 boxes": actions(choosing(options=[option(f"o{n}") for n in range(11)])),
    "a box of 76": actions(choosing(options=[{**option(), "text": text("a" * 76)}])),
    "a box without a value": actions(choosing(options=[option("")])),
    "a box's value of 151": actions(choosing(options=[{**option(), "value": "v" * 151}])),
    "a description of 76": actions(choosing(options=[option(description=text("a" * 76))])),
    "a box with an address": actions(choosing(options=[option(url="https://example.org")])),
    "a value twice": actions(choosing(options=[option(), option()])),
    "ticked but not there": actions(choosing(initial_options=[option("knee")])),
    "ticked but not the same": actions(choosing(initial_options=[option(description=text())])),
    "ticked nothing": actions(choosing(initial_options=[])),
    "ticked twice": actions(choosing(initial_options=[option(), option()])),
    "chosen but not there": actions(choosing("radio_buttons", initial_option=option("knee"))),
    "a menu in mrkdwn": actions(
        choosing("static_select", options=[{**option(), "text": mrkdwn("Calf")}])
    ),
    "a placeholder of 151": actions(choosing("static_select", placeholder=text("a" * 151))),
    "a menu of 101": actions(
        choosing("static_select", options=[option(f"o{n}") for n in range(101)])
    ),
    "none of many": actions(choosing("multi_static_select", max_selected_items=0)),
}


def blamed(blocks: object, surface: Literal["message", "home"] = "message") -> str:
    with pytest.raises(Refused) as refused:
        check(blocks, surface)
    assert (refused.value.error, refused.value.mistake) == ("invalid_blocks", True)
    assert refused.value.detail
    return refused.value.detail


# Blocks


@pytest.mark.parametrize("name", GOOD)
def test_slack_takes(name: str) -> None:
    check([GOOD[name]], "message")
    check([GOOD[name]], "home")


@pytest.mark.parametrize("name", BAD)
def test_slack_does_not_take(name: str) -> None:
    blamed([BAD[name]])
    blamed([section(), BAD[name]], "home")


def test_there_are_so_many_blocks_and_no_more() -> None:
    check([section()] * 50, "message")
    check([section()] * 100, "home")
    blamed([section()] * 51)
    blamed([section()] * 101, "home")
    blamed([])
    blamed({})


def test_no_two_blocks_have_the_same_name_but_two_may_share_an_action() -> None:
    row = actions(button())
    check([{**row, "block_id": "a"}, {**row, "block_id": "b"}], "message")
    assert "twice" in blamed([{**row, "block_id": "a"}, {**row, "block_id": "a"}])


def test_the_samples_are_what_slack_itself_calls_blocks() -> None:
    if not SCHEMA.exists():
        pytest.skip("there is no schema of Block Kit beside this repository")
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(SCHEMA.read_text())
    known = jsonschema.Draft7Validator({"$ref": "#/definitions/KnownBlock", **schema})
    # Slack's types know only plain descriptions; its documentation shows mrkdwn below boxes.
    odd = {name for name, block in GOOD.items() if not known.is_valid(block)}
    assert odd == {"boxes with more to say"}


# Calls

SAY: Json = {"channel": "D1", "text": "Where?"}
HOME: Json = {"type": "home", "blocks": [section()]}
MODAL: Json = {**HOME, "type": "modal", "title": text("Your data")}
CALLS: Sequence[tuple[str, Json]] = (
    ("auth.test", {}),
    ("chat.postMessage", {**SAY, "text": "a" * 40_000}),
    ("chat.postMessage", {**SAY, "channel": "U1", "blocks": [section()], "unfurl_links": False}),
    ("chat.postEphemeral", {**SAY, "channel": "C1", "user": "U1"}),
    ("chat.update", {**SAY, "ts": "1.000001", "blocks": [section()]}),
    ("chat.delete", {"channel": "D1", "ts": "1.000001"}),
    ("conversations.open", {"users": "U1"}),
    ("conversations.info", {"channel": "D1"}),
    ("users.info", {"user": "U1"}),
    ("views.publish", {"user_id": "U1", "view": HOME}),
    ("views.open", {"trigger_id": "1.2", "view": {**MODAL, "close": text("Close")}}),
    ("files.getUploadURLExternal", {"filename": "picture", "length": 9, "alt_txt": "A leg"}),
    ("files.completeUploadExternal", {"files": [{"id": "F1"}]}),
    ("apps.connections.open", {}),
    ("oauth.v2.access", {"code": "c", "client_id": "1.2", "client_secret": "s"}),
    ("oauth.v2.exchange", {"client_id": "1.2", "client_secret": "s"}),
    ("auth.revoke", {"test": True}),
    ("apps.uninstall", {"client_id": "1.2", "client_secret": "s"}),
)
WRONG: dict[str, tuple[str, Json, str]] = {
    "no such method": ("chat.shout", {}, "unknown_method"),
    "no channel": ("chat.postMessage", {"text": "Where?"}, "invalid_arguments"),
    "no text": ("chat.postMessage", {"channel": "D1"}, "no_text"),
    "a blank text": ("chat.postMessage", {**SAY, "text": " "}, "no_text"),
    "40001 letters": ("chat.postMessage", {**SAY, "text": "a" * 40_001}, "msg_too_long"),
    "everybody called": ("chat.postMessage", {**SAY, "text": "<!here>"}, "invalid_arguments"),
    "a bare <": ("chat.postMessage", {**SAY, "text": "a < b"}, "invalid_arguments"),
    "names as links": ("chat.postMessage", {**SAY, "link_names": True}, "invalid_arguments"),
    "a text of no type": ("chat.postMessage", {**SAY, "text": 5}, "invalid_arguments"),
    "a truth in words": ("chat.postMessage", {**SAY, "mrkdwn": "maybe"}, "invalid_arguments"),
    "blocks of no list": ("chat.postMessage", {**SAY, "blocks": section()}, "invalid_arguments"),
    "blocks of no JSON": ("chat.postMessage", {**SAY, "blocks": "[{"}, "invalid_arguments"),
    "bad blocks": ("chat.postMessage", {**SAY, "blocks": [{}]}, "invalid_blocks"),
    "bad blocks in a form": ("chat.postMessage", {**SAY, "blocks": "[{}]"}, "invalid_blocks"),
    "nobody to see it": ("chat.postEphemeral", SAY, "invalid_arguments"),
    "no ts": ("chat.update", SAY, "invalid_arguments"),
    "an empty ts": ("chat.update", {**SAY, "ts": ""}, "invalid_arguments"),
    "a person to change": (
        "chat.update", {**SAY, "channel": "U1", "ts": "1.2"}, "channel_not_found"
    ),
    "a page of another kind": (
        "views.publish", {"user_id": "U1", "view": MODAL}, "invalid_arguments"
    ),
    "a page with more": (
        "views.publish", {"user_id": "U1", "view": {**HOME, "title": text()}}, "invalid_arguments"
    ),
    "a page of nothing": (
        "views.publish", {"user_id": "U1", "view": {"type": "home"}}, "invalid_blocks"
    ),
    "a window without a title": (
        "views.open", {"trigger_id": "1.2", "view": without(MODAL, "title")}, "invalid_blocks"
    ),
    "a length in words": (
        "files.getUploadURLExternal", {"filename": "a", "length": "long"}, "invalid_arguments"
    ),
    "an argument for nothing": ("auth.test", {"loudly": "1"}, "invalid_arguments"),
}  # fmt: skip


@pytest.mark.parametrize(("method", "arguments"), CALLS, ids=lambda each: str(each)[:30])
def test_a_good_call_is_let_through_as_it_is(method: str, arguments: Json) -> None:
    assert checked(method, arguments) == arguments


def test_every_method_is_tried() -> None:
    assert {method for method, _ in CALLS} == set(METHODS)


@pytest.mark.parametrize("name", WRONG)
def test_a_call_is_turned_down(name: str) -> None:
    method, arguments, error = WRONG[name]
    with pytest.raises(Refused) as refused:
        checked(method, arguments)
    assert (refused.value.error, refused.value.mistake) == (error, True)


def test_what_a_form_says_in_words_is_decoded() -> None:
    said = {"blocks": json.dumps([section()]), "unfurl_links": "false", "mrkdwn": "1"}
    found = checked("chat.postMessage", {**SAY, **said})
    assert found == {**SAY, "blocks": [section()], "unfurl_links": False, "mrkdwn": True}
    wanted = checked("files.getUploadURLExternal", {"filename": "a", "length": "12"})
    assert wanted["length"] == 12
    assert checked("views.publish", {"user_id": "U1", "view": json.dumps(HOME)})["view"] == HOME
    assert checked("files.completeUploadExternal", {"files": '[{"id": "F1"}]'})["files"]


def test_who_may_call_what() -> None:
    assert METHODS["apps.connections.open"].caller == "app"
    assert METHODS["oauth.v2.access"].caller == METHODS["oauth.v2.exchange"].caller == "client"
    scopes = {name: method.scope for name, method in METHODS.items() if method.caller == "bot"}
    assert scopes["chat.postMessage"] == scopes["chat.delete"] == "chat:write"
    assert scopes["files.getUploadURLExternal"] == "files:write"
    assert scopes["conversations.open"] == "im:write"
    assert scopes["views.publish"] == scopes["auth.test"] == ""


def test_what_happens_to_every_bot_is_no_mistake() -> None:
    with pytest.raises(Refused) as refused:
        refuse("channel_not_found")
    told = refused.value
    assert (told.error, told.mistake, told.detail) == ("channel_not_found", False, "")


# What is read


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*bold* and _so_ and ~gone~ and `code`", "bold and so and gone and code"),
        ("*_both_*, ~*both*~", "both, both"),
        ("(*bold*), *bold*!", "(bold), bold!"),
        ("a*b*c 2 * 3 * 4 snake_case_name", "a*b*c 2 * 3 * 4 snake_case_name"),
        ("* not* *not *", "* not* *not *"),
        ("*not\nover lines*", "*not\nover lines*"),
        ("`not *bold* in code`", "not *bold* in code"),
        ("`not\nover lines`", "`not\nover lines`"),
        ("<https://a.org/_b_|a *bank*> <https://a.org/_b_>", "a bank https://a.org/_b_"),
        ("*see <https://a.org|a bank>*", "see a bank"),
        ("`<https://a.org|a bank>`", "a bank"),
        ("&lt;b&gt; R&amp;D &amp;lt; &nbsp;", "<b> R&D &lt; &nbsp;"),
        ("∗bˍ∼ˋ", "∗bˍ∼ˋ"),  # noqa: RUF001 - what stands for them
        ("a\0b <https://a.org|c>", "ab c"),
        ("", ""),
    ],
)
def test_a_text_is_read_without_its_marks(written: str, shown: str) -> None:
    assert plain(written) == shown


def test_a_message_is_read_from_top_to_bottom() -> None:
    ticked = choosing(initial_options=[option("foot")])
    ticked["options"] = [option(description=mrkdwn("The _calf_")), option("foot")]
    seen = read(
        [
            header(text("A *heading*")),
            section(text=mrkdwn("*Where?*"), accessory=button(value="b", url="u", style="danger")),
            {"type": "section", "fields": [text("one"), mrkdwn("_two_")]},
            {"type": "divider"},
            picture(**FILE),
            actions(ticked, block_id="c1:2:0"),
            field(number(), block_id="c1:2:n", hint=text("In years")),
            field(choosing("radio_buttons")),
            context(mrkdwn("R&amp;D"), picture(**AT)),
            actions(button(value="c1:2:calf"), block_id="c1:2:b0"),
        ]
    )
    assert seen.text.split("\n\n") == [
        "A *heading*", "Where?", "one", "two", "The calf", "How old?", "In years", "How old?",
        "R&D",
    ]  # fmt: skip
    first = Button("Yes", "b", "press0", "", "u", "danger")
    assert seen.buttons == (first, Button("Yes", "c1:2:calf", "press0", "c1:2:b0"))
    assert seen.boxes == (
        Box("Calf", "calf", "The calf", ticked=False, action_id="boxes", block_id="c1:2:0"),
        Box("Foot", "foot", "", ticked=True, action_id="boxes", block_id="c1:2:0"),
    )
    assert seen.fields == (Field("number_input", "How old?", "number", "c1:2:n"),)
    assert seen.images == (Image("F1", "A leg"), Image("", "A leg"))
    assert (seen.headers, seen.contexts) == (("A *heading*",), ("R&D",))


# What painbot itself makes

LONG = "Since a fall & a <twist> * that was hard enough to leave a mark_ " * 60
MANY = tuple(Choice(f"c{n}", f"{n} {LONG}", f"{n} {LONG}", picked=n % 2 == 0) for n in range(30))


def longer(reply: Reply) -> Reply:
    """Return a reply with more of everything than fits."""
    more = {"text": LONG, "hint": LONG, "headline": LONG, "lines": (LONG,), "choices": MANY}
    changes = {name: said for name, said in more.items() if name in reply.__struct_fields__}
    return msgspec.structs.replace(reply, **changes)


@pytest.mark.parametrize(
    "reply", [*REPLIES, *map(longer, REPLIES), Answer(3, "Calf", "Where?"), Answer(3, LONG, LONG)]
)
def test_slack_takes_every_reply(reply: Reply | Answer) -> None:
    for part in to_wire(reply):
        call = part_of(part)
        say = {"channel": "U1", "text": call.text, "blocks": call.blocks.decode()}
        found = checked("chat.postMessage", say)
        change = {**found, "channel": "D1", "ts": "1.000001"}
        assert checked("chat.update", change) == change


def test_slack_takes_a_picture_below_its_question() -> None:
    check([made_by_painbot.image("F1", LONG)], "message")


@pytest.mark.parametrize("standing", [Standing(), Standing("start"), Standing("start", done=True)])
@pytest.mark.parametrize("copies", [1, 20])
def test_slack_takes_the_page_of_the_app(standing: Standing, copies: int) -> None:
    there = library()
    topics = [
        Topic(f"{flow.id}{n}", flow.title.say, flow.about.say)
        for flow in there.flows.values()
        for n in range(copies)
    ]
    around = Surroundings(
        turns=cast("Any", None),
        claims=cast("Any", None),
        observer=cast("Any", None),
        now=cast("Any", None),
        phrases=lambda: there.phrases,
        kept=lambda: kept(there),
        topics=lambda: topics,
        language=lambda: "en",
        listen=lambda *_: None,
        show=lambda *_: None,
    )
    wordy = replace(around, topics=lambda: [Topic("a", LONG * 9, LONG * 9)])
    for each in (around, wordy):
        checked("views.publish", {"user_id": "U1", "view": pages.home(each, standing)})


@pytest.mark.parametrize("phrase", ["elsewhere", "private"])
def test_slack_takes_the_line_in_a_channel(phrase: str) -> None:
    place = Place("T1", "T1", "A1", "C1", "U1")
    said = pages.line(library().phrases, phrase, place, "begin")
    checked("chat.postEphemeral", {"channel": "C1", "user": "U1", **said})
