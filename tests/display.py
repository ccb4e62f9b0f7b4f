"""An X server and a window manager that belong to one test run."""

from __future__ import annotations

import os
import select
import subprocess
import tempfile
from pathlib import Path

START_SECONDS = 30.0
"""A loaded machine may take long to start an X server; none takes this long."""

END_WITH_PARENT = ("setpriv", "--pdeathsig", "TERM")
"""Starts a program so that a killed test run leaves no server behind; setpriv is part of util-linux."""


def _first_line(descriptor: int, program: str) -> str:
    """Wait for the line by which a program says that it is ready."""
    text = b""
    while not text.endswith(b"\n"):
        readable, _, _ = select.select([descriptor], [], [], START_SECONDS)
        chunk = os.read(descriptor, 64) if readable else b""
        if not chunk:
            raise RuntimeError(f"{program} did not start; run it by hand to see why")
        text += chunk
    return text.decode().strip()


class PrivateDisplay:
    """Xvfb on the first free display number, with openbox; up when the constructor returns.

    Attributes:
        environment: variables for programs that shall use it.
    """

    def __init__(self, size: str = "1600x1000x24") -> None:
        self._home = tempfile.TemporaryDirectory(prefix="leap-display-", ignore_cleanup_errors=True)
        self._processes: list[subprocess.Popen[bytes]] = []
        reader, writer = os.pipe()
        server = ["Xvfb", "-displayfd", str(writer), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
        self._start(server, pass_fds=(writer,))
        os.close(writer)
        try:
            number = _first_line(reader, "Xvfb")
        finally:
            os.close(reader)
        runtime = Path(self._home.name) / "runtime"
        runtime.mkdir(mode=0o700)
        self.environment = {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        if "XDG_RUNTIME_DIR" not in os.environ:
            self.environment["XDG_RUNTIME_DIR"] = str(runtime)
        manager = self._start(["openbox", "--sm-disable", "--startup", "echo ready"], stdout=subprocess.PIPE)
        assert manager.stdout is not None
        _first_line(manager.stdout.fileno(), "openbox")

    def _start(
        self, command: list[str], pass_fds: tuple[int, ...] = (), stdout: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        environment = {**os.environ, **getattr(self, "environment", {}), "HOME": self._home.name}
        process = subprocess.Popen(
            [*END_WITH_PARENT, *command], stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.DEVNULL, env=environment,
            pass_fds=pass_fds,
        )  # fmt: skip
        self._processes.append(process)
        return process

    def close(self) -> None:
        """Stop both; the window manager first, so that it does not complain. Idempotent."""
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()
        self._processes.clear()
        self._home.cleanup()
