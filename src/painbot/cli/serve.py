"""`painbot serve`."""

from __future__ import annotations

import click

from painbot.cli.plain import plain_words


@click.command()
def serve() -> None:
    """Talk with people on Telegram and in Slack, until stopped with Ctrl-C or SIGTERM.

    Telegram needs TELEGRAM_TOKEN, Slack SLACK_BOT_TOKEN and SLACK_APP_TOKEN; painbot.toml and the
    environment say the rest. `painbot doctor` says what is configured and what is missing.
    """
    with plain_words():
        _serve()


def _serve() -> None:
    from painbot.app.serve import serve as serve_people
    from painbot.app.tuning import run
    from painbot.cli.loading import load_live, load_settings
    from painbot.observe import start_logging

    settings = load_settings()
    start_logging(settings)
    for warning in settings.warnings:
        click.echo(warning, err=True)
    run(serve_people(settings, load_live(settings)))
