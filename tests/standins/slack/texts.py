"""What all of Block Kit is made of: keys, lists, texts and pictures, each within its limits."""

from __future__ import annotations

import re
from typing import Any, Final, NoReturn

from .refused import blame

Json = dict[str, Any]
_LINK: Final = re.compile(r"<https?://[^\s<>|]+(?:\|[^<>|]+)?>")
_CALLS: Final = re.compile(r"<[@#!]")
_ENTITY: Final = re.compile(r"&(?!amp;|lt;|gt;)")


def wrong(detail: str) -> NoReturn:
    """Blame the caller for a block."""
    blame("invalid_blocks", detail)


def keys(made: object, needs: str, takes: str = "") -> Json:
    """See that what must be there is, and nothing that is not known."""
    if not isinstance(made, dict):
        wrong(f"an object with {needs} is no object")
    if missing := set(needs.split()) - set(made):
        wrong(f"{made.get('type')} has no {sorted(missing)}")
    if strange := set(made) - set(f"{needs} {takes}".split()):
        wrong(f"{made.get('type')} knows no {sorted(strange)}")
    return made


def letters(what: str, text: object, most: int) -> str:
    """See that it is a text, that it is not empty and not too long."""
    if not isinstance(text, str) or not text.strip() or len(text) > most:
        wrong(f"{what} has 1 to {most} letters")
    return text


def several(what: str, made: object, most: int) -> list[Any]:
    """See that it is a list, neither empty nor too long."""
    if not isinstance(made, list) or not 1 <= len(made) <= most:
        wrong(f"{what} has 1 to {most} entries")
    return made


def truths(made: Json, names: str) -> None:
    """See that what is to be true or false is."""
    for name in names.split():
        if not isinstance(made.get(name, False), bool):
            wrong(f"{name} is true or false")


def text(made: object, most: int, *, plain: bool = False) -> None:
    """Hold a text against the rules; `plain` allows no markup."""
    kind = made.get("type") if isinstance(made, dict) else None
    if kind != "plain_text" and (plain or kind != "mrkdwn"):
        wrong(f"a text cannot be {kind} here")
    mark = "emoji" if kind == "plain_text" else "verbatim"
    found = keys(made, "type text", mark)
    truths(found, mark)
    said = letters("a text", found["text"], most)
    if kind == "mrkdwn" and (trouble := unescaped(said)):
        wrong(trouble)


def unescaped(mrkdwn: str) -> str:
    """Say what is wrong with a text that Slack reads as markup, if anything is."""
    if _CALLS.search(mrkdwn):
        return "a text calls somebody, and painbot never does"
    rest = _LINK.sub("", mrkdwn)
    if "<" in rest or _ENTITY.search(rest):
        return "a text holds signs that are not escaped"
    return ""


def picture(made: Json) -> None:
    """See that a picture is said in words, and is in exactly one place."""
    letters("what is said in place of a picture", made["alt_text"], 2000)
    if ("image_url" in made) == ("slack_file" in made):
        wrong("a picture is a file or at an address")
    if "image_url" in made:
        letters("an address", made["image_url"], 3000)
        return
    file = keys(made["slack_file"], "", "id url")
    if len(file) != 1:
        wrong("a file has an id or an address")
    for named in file.values():
        letters("the name of a file", named, 3000)
