"""The program runs with every network closed, and never even asks for one.

Two seals, see `tests/sealed/sitecustomize.py`: one on Python's sockets, one in the kernel that native libraries (Qt, the
model runtimes, the sound libraries) cannot get round either. And the source imports nothing that could open a network,
but for the one module that installs models when the user says so.
"""

from __future__ import annotations

import ast
import functools
import importlib.util
import mmap
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.doctor.selftest import selftest_call
from assist.eventlog import read_events
from assist.events import CallEnded, Trouble
from tests.cli.command import PLAIN, needs_recognition
from tests.pulse import PulseServer

ROOT = Path(__file__).resolve().parents[1]
NETWORK_MODULES = frozenset(
    {
        "socket", "ssl", "urllib", "http", "requests", "urllib3", "httpx", "aiohttp", "websockets", "ftplib", "smtplib",
        "poplib", "imaplib", "telnetlib", "xmlrpc", "socketserver", "asyncio", "webbrowser", "PySide6.QtNetwork",
        "PySide6.QtWebEngineCore", "PySide6.QtWebSockets", "huggingface_hub", "multiprocessing.connection",
        "multiprocessing.managers",
    }
)  # fmt: skip
ALLOWED = {
    "assist/modelstore/fetch.py": {"urllib"},  # `assist models install`, when the user gives an address
    "assist/session/door_socket.py": {"socket"},  # `assist call`: a Unix domain socket of this user; see below
    "assist/session/door_pipe.py": {"multiprocessing.connection"},  # the same on Windows: a named pipe; see below
    "assist/ui/signals.py": {"socket"},  # a socket pair inside the process wakes Qt when Ctrl-C comes; see below
}


AS_AT_HOME = dict.fromkeys(("CI", "TF_BUILD", "GITHUB_ACTIONS", "GITLAB_CI", "BUILD_ID"), "")
"""Some libraries report to their makers everywhere but where these are set."""

REPORTS_TO = (b"events.data.microsoft.com", b"sentry.io", b"google-analytics.com", b"api.segment.io")
"""Where libraries report to."""


def sealed(*arguments: str, how: str, notes: Path, environment: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Run Python in a sealed process; exit code, stdout, stderr."""
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, **PLAIN, **AS_AT_HOME, **(environment or {}), "PYTHONPATH": str(ROOT / "tests" / "sealed"),
             "LEAP_TEST_SEAL": how, "LEAP_TEST_SEAL_NOTES": str(notes)},
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@functools.cache
def kernel_can_seal() -> bool:
    if not sys.platform.startswith("linux") or os.uname().machine not in ("x86_64", "aarch64"):
        return False
    return sealed("-c", "pass", how="kernel", notes=Path(os.devnull))[0] == 0


SEALS = [
    "python",
    pytest.param("kernel", marks=pytest.mark.skipif(not kernel_can_seal(), reason="needs seccomp: Linux, x86_64 or aarch64")),
]  # fmt: skip
everywhere = pytest.mark.parametrize("how", SEALS)


# ------------------------------------------------------------------------------------------------ the seals work
ATTEMPTS = {
    "address": "import socket; socket.create_connection(('127.0.0.1', 9), 1)",
    "ipv6": "import socket; socket.socket(socket.AF_INET6).connect(('::1', 9))",
    "name": "import socket; socket.getaddrinfo('example.invalid', 80)",
    "datagram": "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
    "page": "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
    "child": "import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c',"
    " 'import socket; socket.create_connection((\"127.0.0.1\", 9), 1)']) != 0)",
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_python_is_sealed(attempt: str, tmp_path: Path) -> None:
    code, _, err = sealed("-c", ATTEMPTS[attempt], how="python", notes=tmp_path / "notes")
    assert code == 1 and "sealed off from the network" in err
    assert "127.0.0.1" in (notes := (tmp_path / "notes").read_text()) or "::1" in notes or "example.invalid" in notes


@pytest.mark.skipif(not kernel_can_seal(), reason="needs seccomp: Linux, x86_64 or aarch64")
@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6"])
def test_native_code_is_sealed(family: str, tmp_path: Path) -> None:
    attempt = f"import ctypes, socket; ctypes.CDLL(None).socket(socket.{family}, 1, 0); print('open')"
    assert sealed("-c", attempt, how="kernel", notes=tmp_path / "notes") == (-signal.SIGSYS, "", "")


@everywhere
def test_unix_sockets_stay_open(how: str, tmp_path: Path) -> None:
    inside = "import socket; a, b = socket.socketpair(); a.send(b'x'); print(b.recv(1))"
    assert sealed("-c", inside, how=how, notes=tmp_path / "notes") == (0, "b'x'\n", "")
    assert not (tmp_path / "notes").exists()


# ------------------------------------------------------------------------------------- the program works inside
@everywhere
def test_words_are_replayed(how: str, tmp_path: Path) -> None:
    """Needs no model."""
    (tmp_path / "call.ctm").write_text("c B 0.0 0.5 hello\nc A 1.0 0.5 good\nc A 1.6 0.5 morning\n")
    code, out, err = sealed(
        "-m", "assist", "replay", str(tmp_path / "call.ctm"), "--report", str(tmp_path / "report.html"),
        how=how, notes=tmp_path / "notes",
    )  # fmt: skip
    assert (code, err) == (0, "") and "good morning" in out and (tmp_path / "report.html").exists()
    assert not (tmp_path / "notes").exists()


@pytest.mark.model
@needs_recognition
@everywhere
def test_selftest(how: str, tmp_path: Path) -> None:
    """Voices, recognition here and in its own process, prompts, and Qt."""
    code, out, err = sealed("-m", "assist", "selftest", how=how, notes=tmp_path / "notes")
    assert (code, err) == (0, ""), out
    assert out.endswith("Everything works.\n") and not (tmp_path / "notes").exists()


@pytest.mark.model
@needs_recognition
@everywhere
def test_sound_is_replayed(how: str, tmp_path: Path) -> None:
    code, out, err = sealed(
        "-m", "assist", "replay", str(selftest_call()), "--events", str(tmp_path / "e.jsonl"), how=how,
        notes=tmp_path / "notes",
    )  # fmt: skip
    assert (code, err) == (0, "") and "PAUSE" in out and "lost my job" in out
    assert not (tmp_path / "notes").exists()


@everywhere
def test_doctor_and_models_and_devices(how: str, tmp_path: Path) -> None:
    for command in (["doctor"], ["models", "list"], ["devices"]):
        code, out, err = sealed("-m", "assist", *command, how=how, notes=tmp_path / "notes")
        assert code in (0, 1) and out and err == "", (command, err)
    assert not (tmp_path / "notes").exists()


@pytest.mark.audio
@pytest.mark.model
@needs_recognition
@everywhere
def test_live_call(how: str, tmp_path: Path) -> None:
    """Microphone, softphone and recognition process, through a real sound server."""
    with PulseServer() as pulse:
        pulse.add_null_sink("softphone")
        pulse.add_microphone("headset")
        code, out, err = sealed(
            "-m", "assist", "run", "--headless", "--seconds", "3", "--microphone", "headset", "--output", "softphone",
            "--events", str(tmp_path / "e.jsonl"), how=how, notes=tmp_path / "notes",
            environment={**pulse.variables, **{f"XDG_{n}_HOME": str(tmp_path / n) for n in ("CONFIG", "STATE", "DATA")}},
        )  # fmt: skip
    assert (code, err) == (0, ""), out
    events = list(read_events(tmp_path / "e.jsonl"))
    assert isinstance(events[-1], CallEnded) and events[-1].at > 16_000
    assert not [event for event in events if isinstance(event, Trouble) and event.what != "no_audio"]
    assert not (tmp_path / "notes").exists()


@pytest.mark.gui
@everywhere
def test_windows(how: str, tmp_path: Path) -> None:
    """Qt on an X server, drawing every state of the overlay."""
    code, _, err = sealed("-m", "assist.ui.gallery", str(tmp_path / "out"), how=how, notes=tmp_path / "notes")
    assert (code, err) == (0, "") and (tmp_path / "out" / "all-dark.png").exists()
    assert not (tmp_path / "notes").exists()


# ------------------------------------------------------------------------------------------ the source asks for none
def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it; `from a import b` counts as `a.b`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def network_modules(path: Path) -> set[str]:
    names = list(imports(path))
    return {m for m in NETWORK_MODULES for name in names if name == m or name.startswith(m + ".")}


def test_only_installing_models_can_open_a_network() -> None:
    used = {
        path.relative_to(ROOT).as_posix(): found
        for path in sorted((ROOT / "assist").rglob("*.py"))
        if (found := network_modules(path))
    }
    assert used == ALLOWED


def used_of(module: str, path: str) -> set[str]:
    """Which names of a module a file uses."""
    return {
        node.attr
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == module
    }


def test_the_socket_module_serves_for_a_pair_inside_the_process_only() -> None:
    assert used_of("socket", "assist/ui/signals.py") == {"socketpair"}


def test_other_programs_are_heard_through_a_unix_socket_or_a_named_pipe_only() -> None:
    path = "assist/session/door_socket.py"
    assert used_of("socket", path) == {"socket", "socketpair", "AF_UNIX", "SOCK_STREAM", "SHUT_WR"}
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    made = [
        ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func) == "socket.socket"
    ]
    assert made == ["socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)"] * 2
    pipe = (ROOT / "assist/session/door_pipe.py").read_text(encoding="utf-8")
    assert 'FAMILY = "AF_PIPE"' in pipe and "AF_INET" not in pipe


def test_models_are_fetched_by_nothing_but_their_installation() -> None:
    """No stage reaches `fetch`: only `install` imports it, and only the store's `install` and `remove` commands use that."""
    importers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "assist").rglob("*.py")
        if any(name.startswith("assist.modelstore.fetch") for name in imports(path))
    }
    assert importers == {"assist/modelstore/install.py"}


@pytest.mark.parametrize("package", ["onnxruntime", "moonshine_voice", "vosk", "ctranslate2", "PySide6", "sounddevice"])
def test_no_native_library_names_a_place_to_report_to(package: str) -> None:
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent
    libraries = [p for p in folder.rglob("*") if p.is_file() and (".so" in p.name or p.suffix in (".dll", ".dylib"))]
    telling = {p.name: [where for where in REPORTS_TO if _bytes(p).find(where) >= 0] for p in libraries}
    assert {name: places for name, places in telling.items() if places} == {}


def _bytes(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""


def test_a_newer_onnxruntime_would_be_told_to_be_quiet() -> None:
    code = "import os; os.environ.pop('ORT_DISABLE_TELEMETRY', None); import assist; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
