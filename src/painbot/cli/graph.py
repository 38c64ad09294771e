"""`painbot graph`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from painbot.cli.plain import plain_words, print_findings

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("flow")
@click.option("--svg", type=FILE, help="Draw it into this file, for browsers and printing.")
@click.option("--png", type=FILE, help="Draw it into this file, for documents and messages.")
def graph(flow: str, svg: Path | None, png: Path | None) -> None:
    """Show the flow FLOW as a picture: what is asked, in which order and on which condition.

    Prints it as Mermaid, which GitHub and many editors draw, or draws it into files. It is made
    from the machine that leads the conversations, so it shows what painbot really does.
    """
    files = {kind: path for kind, path in (("svg", svg), ("png", png)) if path is not None}
    with plain_words():
        _show(flow, files)


def _show(flow: str, files: dict[str, Path]) -> None:
    from painbot.app.graph import NoPicture, draw, read_picture
    from painbot.cli.loading import load_settings
    from painbot.proof.graph import mermaid

    try:
        picture = read_picture(load_settings().flows, flow)
        if not files:
            click.echo(mermaid(picture), nl=False)
        for kind, path in files.items():
            draw(picture, path, kind)
            click.echo(f"{path} is written.")
    except NoPicture as error:
        print_findings(error.errors, err=True)
        click.echo(str(error), err=True)
        sys.exit(1)
