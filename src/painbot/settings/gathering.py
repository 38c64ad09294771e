"""Everything that is said, by the environment before the file, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import ValidationError

from painbot.flow.findings import did_you_mean
from painbot.settings.file import CONFIG, File
from painbot.settings.said import PainbotSaid, Said, SlackSaid, TelegramSaid

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_S = TypeVar("_S", bound=Said)
_KINDS: Final[tuple[type[Said], ...]] = (PainbotSaid, TelegramSaid, SlackSaid)
_NEAR: Final = 0.8
_MISSING: Final = (
    "TELEGRAM_WEBHOOK_SECRET is missing, without which anybody could send messages to"
    " TELEGRAM_WEBHOOK_URL in Telegram's name: set it to what `openssl rand -hex 32` prints."
)
_SLACK_WHO: Final = (
    'SLACK_BOT_TOKEN is missing: set it to the "Bot User OAuth Token" on the page "Install App" of'
    " your app at https://api.slack.com/apps."
)
_SLACK_HOW: Final = (
    "SLACK_APP_TOKEN is missing: set it to an App-Level Token with connections:write (page"
    ' "Basic Information" of your app), or set SLACK_SIGNING_SECRET if Slack is to call painbot.'
)
_SLACK_PAIR: Final = (
    "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET belong together: set both, or none for one workspace."
)


@dataclass(slots=True)
class Gathered:
    """What was said, one value a table. With problems it may lack what was wrong."""

    painbot: PainbotSaid
    telegram: TelegramSaid
    slack: SlackSaid
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def gather(environment: Mapping[str, str], file: File, problems: list[str]) -> Gathered:
    """Check each thing that is said; add to the problems."""
    source = _Source(environment, file, problems)
    gathered = Gathered(
        source.read(PainbotSaid), source.read(TelegramSaid), source.read(SlackSaid), problems
    )
    problems += _unknown_keys(file)
    problems += _unknown_variables(environment)
    gathered.warnings += _strangers(environment)
    gathered.warnings += _idle(gathered, file)
    return gathered


@dataclass(frozen=True, slots=True)
class _Source:
    """The environment, the file, and where problems go."""

    environment: Mapping[str, str]
    file: File
    problems: list[str]

    def read(self, kind: type[_S]) -> _S:
        """Read one table; what is wrong in it is noted and left out."""
        environment = {
            key: value
            for key in kind.model_fields
            if (value := self.environment.get(_variable(kind, key), "")).strip()
        }
        said = {key: value for key, value in self._table(kind).items() if key in kind.model_fields}
        try:
            return kind.of(environment, said)
        except ValidationError as error:
            wrong = {str(each["loc"][0]): each for each in error.errors(include_url=False)}
        for key, why in wrong.items():
            name = _variable(kind, key) if key in environment else self._place(kind, key)
            self.problems.append(f"{name} {_sentence(kind, key, why)}")
        return kind.of(_without(environment, wrong), _without(said, wrong))

    def _table(self, kind: type[Said]) -> Mapping[str, Any]:
        if not kind.table:
            return self.file.said
        table = self.file.said.get(kind.table, {})
        if isinstance(table, dict):
            return table
        self.problems.append(
            f"`{kind.table}` in {self.file.path} is no table: write [{kind.table}] on a line of"
            " its own, and its settings below."
        )
        return {}

    def _place(self, kind: type[Said], key: str) -> str:
        return f"`{_toml(kind, key)}` in {self.file.path}"


def _without(said: Mapping[str, Any], wrong: Container[str]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key not in wrong}


def _sentence(kind: type[Said], key: str, why: ErrorDetails) -> str:
    """Return the rest of a sentence: a check's own, or what the setting must be."""
    own = str(why.get("ctx", {}).get("error", "")) if why["type"] == "value_error" else ""
    return own or f"{kind.model_fields[key].description}"


def _variable(kind: type[Said], key: str) -> str:
    return f"{kind.prefix}{key.upper()}"


def _toml(kind: type[Said], key: str) -> str:
    return f"{kind.table}.{key}" if kind.table else key


def _variables(kind: type[Said]) -> set[str]:
    names = {_variable(kind, key) for key in kind.model_fields}
    return names | {CONFIG} if kind is PainbotSaid else names


def _unknown_keys(file: File) -> Iterator[str]:
    tables = {kind.table for kind in _KINDS if kind.table}
    for kind in _KINDS:
        table = file.said.get(kind.table, {}) if kind.table else file.said
        known = set(kind.model_fields) | (set() if kind.table else tables)
        for key in table if isinstance(table, dict) else ():
            if key not in known:
                hint = did_you_mean(key, known)
                yield f"`{_toml(kind, key)}` in {file.path} is no setting. {hint}"


def _unknown_variables(environment: Mapping[str, str]) -> Iterator[str]:
    known = _variables(PainbotSaid)
    for name, value in environment.items():
        if name.upper().startswith(PainbotSaid.prefix) and name not in known and value.strip():
            yield f"{name} is no setting of painbot. {did_you_mean(name.upper(), known)}"


def _strangers(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield what looks like a setting and is none; it may belong to somebody else."""
    known = {name for kind in _KINDS for name in _variables(kind)}
    for name, value in environment.items():
        if name in known or not value.strip() or name.upper().startswith(PainbotSaid.prefix):
            continue
        near = _meant(name, known)
        if near:
            yield f"{name} is not used by painbot. {did_you_mean(name.upper(), near)}"


def _meant(name: str, known: set[str]) -> set[str]:
    """Return the settings that a variable may stand for if it is misspelt."""
    from difflib import get_close_matches

    if name.upper().startswith((TelegramSaid.prefix, SlackSaid.prefix)):
        prefix = name.upper().partition("_")[0]
        return {each for each in known if each.startswith(prefix)}
    head, _, key = name.upper().partition("_")
    heads = [kind.prefix.rstrip("_") for kind in _KINDS]
    near = get_close_matches(head, heads, n=1, cutoff=_NEAR)
    return {f"{each}_{key}" for each in near} & known


def lacking(said: Gathered) -> Iterator[str]:
    """Yield what is missing beside what is said."""
    named = any(
        "TELEGRAM_WEBHOOK_SECRET" in each or "webhook_secret" in each for each in said.problems
    )
    if said.telegram.webhook_url and not said.telegram.webhook_secret and not named:
        yield _MISSING
    if not any("SLACK_" in each or "slack." in each for each in said.problems):
        yield from _slack_lacks(said.slack)


def _slack_lacks(slack: SlackSaid) -> Iterator[str]:
    """Yield what is missing to be an app in Slack, if that was begun."""
    if not slack.model_fields_set & (slack.secrets | {"client_id"}):
        return
    several = bool(slack.client_id or slack.client_secret)
    if several and not (slack.client_id and slack.client_secret):
        yield _SLACK_PAIR
    if not several and not slack.bot_token:
        yield _SLACK_WHO
    if not (slack.app_token or slack.signing_secret):
        yield _SLACK_HOW


def _idle(said: Gathered, file: File) -> Iterator[str]:
    telegram = sorted(said.telegram.model_fields_set - {"token"})
    if telegram and not said.telegram.token:
        names = ", ".join(_variable(TelegramSaid, key) for key in telegram)
        yield f"{names} changes nothing while TELEGRAM_TOKEN is not set."
    slack = sorted(said.slack.model_fields_set - said.slack.secrets - {"client_id"})
    if slack and len(slack) == len(said.slack.model_fields_set):
        names = ", ".join(_variable(SlackSaid, key) for key in slack)
        yield f"{names} changes nothing while SLACK_BOT_TOKEN is not set."
    if file.open_to_all and any(_holds_secret(kind, file) for kind in _KINDS):
        yield (
            f"{file.path} holds a secret, and everybody on this machine can read it:"
            f" chmod 600 {file.path}"
        )


def _holds_secret(kind: type[Said], file: File) -> bool:
    table = file.said.get(kind.table, {}) if kind.table else file.said
    return isinstance(table, dict) and not kind.secrets.isdisjoint(table)


__all__ = ["Gathered", "gather", "lacking"]
