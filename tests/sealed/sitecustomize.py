"""Seals a Python process off from every network. Python runs this by itself when its folder is on PYTHONPATH.

LEAP_TEST_SEAL says how. Child processes inherit it, so the recognition process is sealed as well.

    python   an audit hook refuses what Python's own socket module does, and notes it in the file LEAP_TEST_SEAL_NOTES
    kernel   a seccomp filter (Linux) ends the process that asks for an IP socket at all, native libraries included

Unix sockets stay open: the sound server and the X server are spoken to through them.
"""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from pathlib import Path
from typing import Any

IP_FAMILIES = (socket.AF_INET, socket.AF_INET6)
LOOKUPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
TRAFFIC = ("socket.connect", "socket.sendto", "socket.bind")


def forbid(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: refuse IP addresses and names; note every attempt, for the program may swallow the refusal."""
    asks_for_name = event in LOOKUPS
    if asks_for_name or (event in TRAFFIC and arguments[0].family in IP_FAMILIES):
        with Path(os.environ["LEAP_TEST_SEAL_NOTES"]).open("a", encoding="utf-8") as notes:
            notes.write(f"{event} {arguments[1:] if event in TRAFFIC else arguments}\n")
        raise PermissionError(f"sealed off from the network: {event}")


# ------------------------------------------------------------------------------------------------- in the kernel
class Instruction(ctypes.Structure):
    """struct sock_filter."""

    _fields_ = [("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("k", ctypes.c_uint32)]


class Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.POINTER(Instruction))]


SOCKET_CALLS = {"x86_64": 41, "aarch64": 198}
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, KILL_PROCESS = 0x7FFF0000, 0x80000000
NUMBER, FIRST_ARGUMENT = 0, 16
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2


def seal_in_kernel() -> None:
    """From now on `socket(AF_INET...)` and `socket(AF_INET6...)` end the process with SIGSYS."""
    lines = [
        Instruction(LOAD, 0, 0, NUMBER),
        Instruction(EQUAL, 0, 3, SOCKET_CALLS[os.uname().machine]),
        Instruction(LOAD, 0, 0, FIRST_ARGUMENT),
        Instruction(EQUAL, 2, 0, socket.AF_INET),
        Instruction(EQUAL, 1, 0, socket.AF_INET6),
        Instruction(RETURN, 0, 0, ALLOW),
        Instruction(RETURN, 0, 0, KILL_PROCESS),
    ]
    table = (Instruction * len(lines))(*lines)
    program = Program(len(lines), ctypes.cast(table, ctypes.POINTER(Instruction)))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
    for arguments in (
        (PR_SET_NO_NEW_PRIVS, 1, None, 0, 0),
        (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0),
    ):
        if libc.prctl(*arguments) != 0:
            raise OSError(ctypes.get_errno(), "the kernel refuses to seal this process")


match os.environ.get("LEAP_TEST_SEAL"):
    case "python":
        sys.addaudithook(forbid)
    case "kernel":
        seal_in_kernel()
