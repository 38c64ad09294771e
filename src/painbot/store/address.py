"""Addresses of more than one server, as they are written in PAINBOT_REDIS_URL.

`redis+sentinel://user:password@host:26379,host:26379/service/0` names Sentinels and the service
they watch; `redis+cluster://user:password@host:6379,host:6379` a few servers of a Cluster. With
`rediss` the connections are encrypted. This module knows no server.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

SENTINEL: Final = "sentinel"
CLUSTER: Final = "cluster"
PORTS: Final = {SENTINEL: 26379, CLUSTER: 6379}
# Options of the address that are meant for Sentinels, which have passwords of their own.
OWN: Final = "sentinel_"


@dataclass(frozen=True, slots=True)
class Address:
    """An address in its parts; `guides` are addresses of those who know where the servers are.

    `service` is what Sentinels call the servers they watch.
    """

    kind: str
    guides: tuple[str, ...]
    service: str
    _scheme: str
    _user: str
    _rest: str

    @classmethod
    def read(cls, url: str) -> Self | None:
        """Return the parts, or None if it is the address of one server; raise ValueError."""
        scheme, _, kind = url.partition("://")[0].partition("+")
        if not kind:
            return None
        if kind not in PORTS or scheme not in ("redis", "rediss"):
            raise ValueError(kind)
        parts = urlsplit(f"//{url.partition('://')[2]}")
        user, at, hosts = parts.netloc.rpartition("@")
        service, _, database = parts.path.strip("/").partition("/")
        if (kind == SENTINEL) != bool(service):
            raise ValueError(kind)
        own, options = _options(parts.query)
        its_user, rest = f"{user}{at}", f"/{database}?{urlencode(options)}"
        places = [_place(host, PORTS[kind]) for host in hosts.split(",")]
        if kind == SENTINEL:
            guides = tuple(_url(scheme, "", place, f"?{urlencode(own)}") for place in places)
        else:
            guides = tuple(_url(scheme, its_user, place, rest) for place in places)
        return cls(kind, guides, unquote(service), scheme, its_user, rest)

    def server(self, place: tuple[str, int]) -> str:
        """Return the address of a server that was found."""
        return _url(self._scheme, self._user, place, self._rest)


def _options(query: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the options that are meant for Sentinels, and those for the servers."""
    options = parse_qsl(query, strict_parsing=bool(query))
    own = [(name.removeprefix(OWN), value) for name, value in options if name.startswith(OWN)]
    return own, [(name, value) for name, value in options if not name.startswith(OWN)]


def _place(host: str, port: int) -> tuple[str, int]:
    parts = urlsplit(f"//{host}")
    if not parts.hostname:
        raise ValueError(host)
    return parts.hostname, parts.port or port


def _url(scheme: str, user: str, place: tuple[str, int], rest: str) -> str:
    host, port = place
    return f"{scheme}://{user}{f'[{host}]' if ':' in host else host}:{port}{rest}"


__all__ = ["CLUSTER", "SENTINEL", "Address"]
