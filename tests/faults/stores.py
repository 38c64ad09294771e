"""A store that a drill may kill, pause, fill up, turn into a replica, or cut off in mid-answer."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, Final

from redis import Redis
from redis.exceptions import RedisError

from painbot.store.binary import find_server

PATIENCE: Final = 20.0


class Server:
    """A server with its append-only file synced at every write, as painbot's own is."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.socket = folder / "s"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.client = Redis(unix_socket_path=str(self.socket))
        self.start()

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        """Start it, with all that it acknowledged before, and wait until it answers."""
        options = f"--port 0 --appendonly yes --appendfsync always --unixsocket {self.socket}"
        self._process = subprocess.Popen(
            [find_server(), *options.split(), "--save", ""],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + PATIENCE
        while not self.answers():
            assert time.monotonic() < end
            time.sleep(0.005)

    def answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except (RedisError, OSError):
            return False

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self.client.connection_pool.disconnect()

    def close(self) -> None:
        self.resume()
        self.kill()
        self.client.close()

    def pause(self) -> None:
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def tell(self, *command: str) -> Any:  # noqa: ANN401 - as a server answers
        return self.client.execute_command(*command)  # type: ignore[no-untyped-call]

    def immortal(self) -> list[bytes]:
        """Return the keys that would stay for ever."""
        return [key for key in self.client.scan_iter() if self.client.ttl(key) == -1]

    def outboxes(self) -> list[bytes]:
        """Return what still waits to be sent."""
        return list(self.client.scan_iter(match="*:outbox:*"))

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        with suppress(ProcessLookupError):
            os.kill(self._process.pid, number)


class Cutter:
    """Stand between painbot and a store, and cut a share of the answers to scripts off."""

    def __init__(self, server: Server, random: Random) -> None:
        self._server = server
        self._random = random
        self.share = 0.0
        self.refusing = False
        self.cuts = 0
        self.port = 0
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._begun = threading.Event()
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()
        self._begun.wait()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def refuse(self) -> None:
        """Cut all connections, and take no more."""
        self.refusing = True
        self._loop.call_soon_threadsafe(self._cut_all)

    def let_in(self) -> None:
        self.refusing = False

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _live(self) -> None:
        asyncio.set_event_loop(self._loop)
        door = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1"))
        self.port = door.sockets[0].getsockname()[1]
        self._begun.set()
        self._loop.run_forever()
        door.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _cut_all(self) -> None:
        for writer in self._open:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            if not self.refusing:
                answers, questions = await asyncio.open_unix_connection(str(self._server.socket))
                await self._between(reader, writer, answers, questions)
        except OSError:
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _between(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        answers: asyncio.StreamReader,
        questions: asyncio.StreamWriter,
    ) -> None:
        """Pass questions on, and wait for the answer to each, as painbot does."""
        back = asyncio.create_task(self._pass_on(answers, writer))
        try:
            while not self.refusing and (question := await reader.read(1 << 16)):
                if b"EVAL" in question and self._random.random() < self.share:
                    self.cuts += 1
                    back.cancel()
                    await asyncio.wait([back])
                    questions.write(question)
                    await answers.read(1)  # it is done, and nobody hears of it
                    return
                questions.write(question)
        finally:
            back.cancel()
            questions.close()

    @staticmethod
    async def _pass_on(answers: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while answer := await answers.read(1 << 16):
            writer.write(answer)
        writer.close()


__all__ = ["Cutter", "Server"]
