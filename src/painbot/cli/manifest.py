"""`painbot manifest`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import click

from painbot.cli.plain import plain_words

_ABOUT: Final = '# An app for Slack: at https://api.slack.com/apps choose "From a manifest".'
# Texts that YAML takes for texts without quotes, and words that it does not.
_PLAIN: Final = re.compile(r"[A-Za-z/](?:[\w,./-]|:(?=\S)| (?=\w))*", re.ASCII)
_TAKEN: Final = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


@click.command()
@click.option("--pictures", is_flag=True, help="The flows show pictures, so let it upload some.")
def manifest(*, pictures: bool) -> None:
    """Print what Slack has to know of painbot, to make an app of it.

    At https://api.slack.com/apps choose "Create New App" and "From a manifest", and paste it. No
    token is needed for that, and none is shown.

    The app is for one workspace and painbot calls Slack (Socket Mode). With SLACK_PUBLIC_URL and
    no SLACK_APP_TOKEN Slack calls painbot there; with SLACK_CLIENT_ID other workspaces may install
    the app too.
    """
    from painbot.platforms.slack.manifest import manifest as describe
    from painbot.settings import read_slack

    with plain_words():
        slack = read_slack()
        found = describe(
            slack.public_url,
            socket_mode=bool(slack.app_token),
            pictures=pictures,
            many_workspaces=bool(slack.client_id),
        )
        click.echo("\n".join((_ABOUT, *_lines(found))))


def _lines(value: dict[str, Any] | list[Any]) -> Iterator[str]:
    """Yield a mapping or a list as lines of YAML, in its own order."""
    named = value.items() if isinstance(value, dict) else ((None, each) for each in value)
    for name, each in named:
        head = "-" if name is None else f"{name}:"
        if not isinstance(each, (dict, list)):
            yield f"{head} {_text(each)}"
            continue
        first, *rest = _lines(each)
        yield from (f"{head} {first}",) if name is None else (head, f"  {first}")
        yield from (f"  {line}" for line in rest)


def _text(value: object) -> str:
    """Return a text, number or truth as YAML has it; in quotes it is the same as in JSON."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _TAKEN:
        return value
    return json.dumps(value)


__all__ = ["manifest"]
