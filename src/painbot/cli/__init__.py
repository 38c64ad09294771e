"""The commands of painbot, one a module."""

from __future__ import annotations

import click

from painbot import __version__
from painbot.cli.chat import chat
from painbot.cli.check import check
from painbot.cli.diff import diff
from painbot.cli.doctor import doctor
from painbot.cli.graph import graph
from painbot.cli.manifest import manifest
from painbot.cli.new import new
from painbot.cli.schema import schema
from painbot.cli.score import score
from painbot.cli.serve import serve

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 88}


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, "-V", "--version", message="painbot %(version)s")
def main() -> None:
    """Talk about hip or leg pain: how soon to get care, what it may be, what to do tonight.

    painbot is no clinician. In an emergency, call your emergency number.
    """


for command in (chat, check, diff, doctor, graph, manifest, new, schema, score, serve):
    main.add_command(command)

__all__ = ["main"]
