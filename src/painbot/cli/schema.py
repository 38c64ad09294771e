"""`painbot schema`."""

from __future__ import annotations

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of flow files, for completion in editors."""
    import json

    from painbot.flow import schema as flow_schema

    click.echo(json.dumps(flow_schema.schema(), indent=1, sort_keys=True))
