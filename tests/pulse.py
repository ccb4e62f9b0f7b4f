"""A private PulseAudio server for tests: its own socket, its own folders, no sound hardware, no user's session.

    with PulseServer() as pulse:
        pulse.add_null_sink("softphone")             # what plays into it is heard on softphone.monitor
        pulse.add_microphone("headset")              # what plays into headset_input is heard by this microphone
        pulse.play("headset_input", wav)
        subprocess.run([...], env=pulse.environment)

Works as root and as anybody else. Needs the programs pulseaudio, pactl, paplay and parec.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

START_SECONDS = 10.0
_PROGRAMS = ("pulseaudio", "pactl", "paplay", "parec")


def missing_programs() -> list[str]:
    """Programs this machine lacks for a private server."""
    return [program for program in _PROGRAMS if shutil.which(program) is None]


class PulseServer:
    """One daemon; a context manager that stops it and everything it plays.

    Like a desktop's, it moves streams to the default device when theirs goes.
    """

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="leap-pulse-"))
        self._daemon: subprocess.Popen[bytes] | None = None
        self._players: list[subprocess.Popen[bytes]] = []
        self._keepers: dict[str, list[subprocess.Popen[bytes]]] = {}
        self._modules: dict[str, list[int]] = {}

    @property
    def server(self) -> str:
        """Address for PULSE_SERVER."""
        return f"unix:{self._folder}/native"

    @property
    def environment(self) -> dict[str, str]:
        """The whole environment for programs that shall use this server."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("PULSE_")},
            **self.variables,
        }

    @property
    def variables(self) -> dict[str, str]:
        """Only what differs from the environment of the test."""
        return {
            "PULSE_SERVER": self.server,
            "XDG_RUNTIME_DIR": str(self._folder / "run"),
            "PULSE_CONFIG_PATH": str(self._folder / "config"),
            "PULSE_COOKIE": str(self._folder / "cookie"),
        }

    def __enter__(self) -> Self:
        for name in ("run", "config", "home"):
            (self._folder / name).mkdir(mode=0o700)
        command = [
            "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes",
            "--disallow-exit", "--realtime=no", "--high-priority=no", "--log-level=error", "--log-target=stderr",
            "-L", f"module-native-protocol-unix socket={self._folder}/native auth-anonymous=1",
        ]  # fmt: skip
        environment = {**self.environment, "HOME": str(self._folder / "home")}
        del environment["PULSE_SERVER"]  # a daemon that sees it believes another one serves already
        with (self._folder / "log").open("wb") as log:
            self._daemon = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        for _ in range(round(START_SECONDS / 0.05)):
            if self._daemon.poll() is not None:
                break
            if self._pactl("info", check=False).returncode == 0:
                return self
            threading.Event().wait(0.05)
        log_text = (self._folder / "log").read_text(errors="replace")
        self.__exit__(None, None, None)
        raise RuntimeError(f"the private PulseAudio server did not start: {log_text}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in [*self._players, *(keeper for name in self._keepers.values() for keeper in name)]:
            _end(process)
        if self._daemon:
            _end(self._daemon)
        shutil.rmtree(self._folder, ignore_errors=True)

    def add_null_sink(self, name: str, *, rate: int = 48_000, channels: int = 2) -> None:
        """A loudspeaker that can only be heard through `<name>.monitor`."""
        self._load(name, "module-null-sink", f"sink_name={name}", f"rate={rate}", f"channels={channels}",
                   f"sink_properties=device.description={name}_speaker")  # fmt: skip
        self._keep_awake(name, name)

    def add_microphone(self, name: str, *, hears: str = "", rate: int = 44_100, channels: int = 1) -> str:
        """A microphone; returns the name of the sink whose playback it hears.

        Args:
            name: of the source.
            hears: an existing sink (two microphones in one room; the same sound on both sides of a call); by default
                a new one, `<name>_input`.
            rate: of the new sink.
            channels: of the new sink.
        """
        sink = hears or f"{name}_input"
        if not hears:
            self._load(name, "module-null-sink", f"sink_name={sink}", f"rate={rate}", f"channels={channels}")
            self._keep_awake(name, sink)
        self._load(name, "module-remap-source", f"source_name={name}", f"master={sink}.monitor",
                   f"source_properties=device.description={name}_microphone")  # fmt: skip
        return sink

    def set_default_sink(self, name: str) -> None:
        """What `@DEFAULT_SINK@` means from now on."""
        self._pactl("set-default-sink", name)

    def set_default_source(self, name: str) -> None:
        """What `@DEFAULT_SOURCE@` means from now on."""
        self._pactl("set-default-source", name)

    def unload(self, name: str) -> None:
        """Unplug what was added under this name."""
        for keeper in self._keepers.pop(name, []):
            _end(keeper)
        for module in reversed(self._modules.pop(name)):
            self._pactl("unload-module", str(module))

    @property
    def added(self) -> set[str]:
        """Names that `unload` takes."""
        return set(self._modules)

    def move_recordings(self, heard: str, source: str) -> int:
        """Move the program's recordings of one source to another, as a desktop's mixer can; returns how many.

        Args:
            heard: source they hear now.
            source: source they shall hear.
        """
        indices = {row.split("\t")[1]: row.split("\t")[0] for row in self._rows("sources")}
        moved = 0
        for row in self._rows("source-outputs"):
            index, heard_index, client = row.split("\t")[:3]
            if heard_index == indices[heard] and client not in {"-", *self._keeper_clients()}:
                self._pactl("move-source-output", index, source)
                moved += 1
        return moved

    def play(self, sink: str, wav: Path | str, *, latency_ms: int = 50) -> subprocess.Popen[bytes]:
        """Play a sound file into a sink; ends by itself, or with the server."""
        player = subprocess.Popen(
            ["paplay", f"--device={sink}", f"--latency-msec={latency_ms}", str(wav)], env=self.environment
        )
        self._players.append(player)
        return player

    def list_short(self, kind: str) -> list[str]:
        """Names of all `sinks`, `sources`, `source-outputs`... the server has."""
        return [row.split("\t")[1] for row in self._rows(kind)]

    def _rows(self, kind: str) -> list[str]:
        return self._pactl("list", "short", kind).stdout.splitlines()

    def _keeper_clients(self) -> set[str]:
        keepers = {str(keeper.pid) for group in self._keepers.values() for keeper in group}
        clients, index = set(), ""
        for line in self._pactl("list", "clients").stdout.splitlines():
            if line.startswith("Client #"):
                index = line.removeprefix("Client #").strip()
            elif line.strip().startswith("application.process.id") and line.split('"')[1] in keepers:
                clients.add(index)
        return clients

    def _keep_awake(self, name: str, sink: str) -> None:
        """An idle null sink turns over its clock every 2 s only; a listener with low latency makes it behave like a card."""
        command = ["parec", f"--device={sink}.monitor", "--latency-msec=20", "--client-name=keeper"]
        keeper = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL)
        self._keepers.setdefault(name, []).append(keeper)

    def _load(self, name: str, *arguments: str) -> None:
        module = int(self._pactl("load-module", *arguments).stdout)
        self._modules.setdefault(name, []).append(module)

    def _pactl(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["pactl", *arguments], env={**self.environment, "LC_ALL": "C"}, check=check, capture_output=True, text=True
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
