"""Runs one program without network and within limits of memory, CPU time and file size. Started as a script.

``python -I -S confined.py MEMORY CPU_SECONDS FILE_BYTES PROGRAM [ARGUMENT…]``: a ``.py`` program runs in this process,
any other is executed in its place and inherits every limit. Standard library only, and never its own package.
"""

import contextlib
import ctypes
import os
import platform
import runpy
import struct
import sys

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER_MODE = 38, 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # EACCES
_LOAD, _JUMP_EQUAL, _JUMP_SET, _RETURN = 0x20, 0x15, 0x45, 0x06
_LOCAL_FAMILY = 1  # AF_UNIX: LibreOffice talks to itself by it, and it leads nowhere else
#: The kernel's name of the machine, and the number of its socket call.
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_X32 = 0x40000000


def confine(memory: int, cpu_seconds: int, file_bytes: int) -> None:
    """Give up the network and all but so much memory (of address space), CPU time and size of a written file."""
    _leave_network()
    try:
        import resource
    except ImportError:  # Windows has no such limits; the archive's totals were checked, and time is limited outside
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _leave_network() -> None:
    """Have the kernel refuse sockets; where it does not know how, move to a network namespace with nothing in it (40 ms
    more); and in any case refuse them in Python, which is all that other systems than Linux offer."""
    if sys.platform == "linux":
        system = ctypes.CDLL(None, use_errno=True)
        with contextlib.suppress(AttributeError):  # a C library without these calls
            if not _refuse_sockets(system) and system.unshare(_NEW_NETWORK) != 0:
                system.unshare(_NEW_USER | _NEW_NETWORK)
    sys.addaudithook(_no_socket)


def _no_socket(event: str, _: object) -> None:
    if event.startswith("socket."):
        raise PermissionError("no network here")


def _refuse_sockets(system: ctypes.CDLL) -> bool:
    """Install a filter by which the kernel refuses any socket but local ones; return whether it took it."""
    known = _MACHINES.get(platform.machine())
    if known is None:
        return False
    machine, socket_call = known

    def step(code: int, yes: int, no: int, value: int) -> bytes:
        return struct.pack("=HBBI", code, yes, no, value)

    program = b"".join(
        [
            step(_LOAD, 0, 0, 4),
            step(_JUMP_EQUAL, 0, 5, machine),  # calls of another architecture are refused
            step(_LOAD, 0, 0, 0),
            step(_JUMP_SET, 3, 0, _X32),
            step(_JUMP_EQUAL, 0, 3, socket_call),
            step(_LOAD, 0, 0, 16),
            step(_JUMP_EQUAL, 1, 0, _LOCAL_FAMILY),
            step(_RETURN, 0, 0, _REFUSE),
            step(_RETURN, 0, 0, _ALLOW),
        ]
    )
    steps = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(steps))
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(system.prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.c_char_p(described), 0, 0) == 0)


def main(arguments: list[str]) -> None:
    """Confine this process and run the program in it."""
    memory, cpu_seconds, file_bytes = map(int, arguments[:3])
    program = arguments[3:]
    confine(memory, cpu_seconds, file_bytes)
    if not program[0].endswith(".py"):
        os.execvp(program[0], program)  # noqa: S606 - the program and its arguments come from this package
    sys.argv = program
    runpy.run_path(program[0], run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1:])
