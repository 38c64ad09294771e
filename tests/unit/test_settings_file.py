"""painbot.toml, and the secret that painbot makes for itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from painbot.settings import BadSettings, Settings, read_settings

TOKEN = "123456789:" + "CANARY_tok-" * 3 + "ab"
MAKE_ONE = """
import sys
from pathlib import Path
from painbot.settings.lasting import lasting_secret
sys.stdin.readline()
print(lasting_secret(Path(sys.argv[1])).hex())
"""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(**environment: str) -> Settings:
    return read_settings({"HOME": "/home/ann", **environment})


def write(text: str, name: str = "painbot.toml", mode: int = 0o600) -> Path:
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(mode)
    return file


def problems(**environment: str) -> str:
    with pytest.raises(BadSettings) as caught:
        read(**environment)
    return str(caught.value)


def test_the_environment_goes_before_the_file() -> None:
    write(f"keep_days = 3\nport = 9000\n[telegram]\ntoken = '{TOKEN}'\nper_chat = 2\n")
    settings = read(PAINBOT_KEEP_DAYS="5", PAINBOT_PORT="")
    assert (settings.keep_days, settings.port, settings.port_given) == (5, 9000, True)
    assert settings.telegram is not None
    assert (settings.telegram.token, settings.telegram.per_chat) == (TOKEN, 2.0)
    assert not settings.warnings


def test_another_file_can_be_named_and_folders_are_seen_from_it(tmp_path: Path) -> None:
    write("port = 1\n")
    write("flows = 'mine'\nhome = '/data'\n", "etc/bot.toml")
    settings = read(PAINBOT_CONFIG="etc/bot.toml")
    assert settings.port == 8080
    assert (tmp_path / settings.flows).resolve() == tmp_path / "etc/mine"
    assert settings.home == Path("/data")
    assert read(PAINBOT_CONFIG="etc/bot.toml", PAINBOT_FLOWS="x").flows == Path("x")


def test_a_named_file_must_be_there() -> None:
    assert problems(PAINBOT_CONFIG="no.toml").startswith("PAINBOT_CONFIG names no.toml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("keep_days = 'CANARY'", "`keep_days` in painbot.toml must be a whole number"),
        ("[telegram]\ntoken = 'CANARY'", "`telegram.token` in painbot.toml must be the token"),
        ("[telegram]\ntoken = 5", "`telegram.token` in painbot.toml must be the token"),
        ("telegram = 'CANARY'", "`telegram` in painbot.toml is no table: write [telegram]"),
        ("keepdays = 3", "`keepdays` in painbot.toml is no setting. Did you mean `keep_days`?"),
        ("[slack]\nbot = 1", "`slack.bot` in painbot.toml is no setting. There is: `api_url`"),
        ("[telegrm]\nx = 1", "`telegrm` in painbot.toml is no setting. Did you mean `telegram`?"),
        ("keys = ['CANARY']", "`keys` in painbot.toml holds as key number 1"),
        ("secret = CANARYCANARYCANARY", "painbot.toml is no TOML at line 1, column 10"),
        ("secret = 'CANARY", "painbot.toml is no TOML"),
        ("home = 3", "`home` in painbot.toml must be a folder"),
    ],
)
def test_what_is_wrong_in_the_file_is_said_with_its_place(text: str, words: str) -> None:
    write(text)
    found = problems()
    assert found.startswith(words)
    assert "\n" not in found
    assert "CANARY" not in found


def test_a_file_that_is_no_text_is_a_problem() -> None:
    Path("painbot.toml").write_bytes(b"\xff\xfe")
    assert "UTF-8" in problems()


def test_a_folder_is_no_file() -> None:
    Path("painbot.toml").mkdir()
    assert "painbot.toml cannot be read" in problems()


def test_a_secret_that_everybody_can_read_is_pointed_out() -> None:
    write(f"[telegram]\ntoken = '{TOKEN}'\n", mode=0o644)
    (warning,) = read().warnings
    assert "chmod 600 painbot.toml" in warning
    write("keep_days = 3", mode=0o644)
    assert not read().warnings


def test_reading_makes_nothing_on_the_disk(tmp_path: Path) -> None:
    read(PAINBOT_HOME=str(tmp_path / "home"))
    assert not (tmp_path / "home").exists()


def test_a_secret_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    home = tmp_path / "deep" / "home"
    secret = read(PAINBOT_HOME=str(home)).secret
    assert len(secret) == 32
    assert read(PAINBOT_HOME=str(home)).secret == secret
    assert (home / "secret").stat().st_mode & 0o777 == 0o600
    assert [each.name for each in home.iterdir()] == ["secret"]


def test_processes_that_start_at_once_share_one_secret(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MAKE_ONE, str(tmp_path / "home")]
    pipe = subprocess.PIPE
    running = [subprocess.Popen(command, stdin=pipe, stdout=pipe) for _ in range(6)]
    for each in running:
        assert each.stdin is not None
        each.stdin.write(b"\n")
        each.stdin.flush()
    assert len({each.communicate()[0] for each in running}) == 1
    assert [each.returncode for each in running] == [0] * 6


def test_with_a_server_of_ones_own_no_secret_is_made_up(tmp_path: Path) -> None:
    settings = read(PAINBOT_HOME=str(tmp_path / "home"), PAINBOT_REDIS_URL="redis://host")
    assert settings.secret == b""
    assert not (tmp_path / "home").exists()


def test_a_damaged_secret_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"half")
    with pytest.raises(BadSettings, match="is damaged"):
        _ = read(PAINBOT_HOME=str(tmp_path)).secret


def test_a_secret_that_cannot_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadSettings, match="PAINBOT_SECRET"):
        _ = read(PAINBOT_HOME=str(tmp_path / "file")).secret


def test_importing_settings_reads_nothing_and_loads_nothing_heavy() -> None:
    code = "import sys, painbot.settings; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"False\n"
