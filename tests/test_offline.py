"""Nothing leaves the machine: a whole day's work is watched from outside the process, down to the system calls."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PRIVATE, ROOT

#: Addresses that are this machine: loopback, and sockets that are files.
LOCAL = re.compile(r'sa_family=AF_UNIX|inet_addr\("127\.|inet_pton\(AF_INET6, "::1"|sa_family=AF_NETLINK|AF_UNSPEC')

WATCHED = "connect,sendto,sendmsg,sendmmsg"


def outside(trace: str) -> list[str]:
    """Return the calls of a trace that name an address of another machine."""
    return [line for line in trace.splitlines() if "sa_family=" in line and not LOCAL.search(line)]


@pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is not installed: nothing can watch the system calls"
)
class TestADayAtTheDesk:
    def test_connects_to_no_other_machine(self, starter_home: Path, tmp_path: Path) -> None:
        home = tmp_path / "home"
        shutil.copytree(starter_home, home)
        environment = {name: value for name, value in os.environ.items() if not name.startswith(PRIVATE)}
        # Telemetry switched on by the environment, as on a developer's machine, must be off all the same.
        environment |= {"ZHIBI_HOME": str(home), "LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true"}
        trace = tmp_path / "trace"

        watch = ["strace", "-f", "-q", "--seccomp-bpf", "-e", f"trace={WATCHED}", "-s", "0", "-o", trace]
        done = subprocess.run(
            [*watch, sys.executable, "-m", "tests.offline_day", str(tmp_path)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )

        assert done.returncode == 0, done.stderr[-2000:]
        calls = trace.read_text(encoding="utf-8", errors="replace")
        assert 'inet_addr("127.0.0.1")' in calls, "the watch saw not even the page being fetched"
        assert outside(calls) == []

    def test_the_watch_sees_a_connection_to_elsewhere(self, tmp_path: Path) -> None:
        trace = tmp_path / "trace"
        # 192.0.2.1 is reserved for documentation (RFC 5737), and connecting a datagram socket sends nothing at all.
        attempt = "import socket; socket.socket(type=socket.SOCK_DGRAM).connect(('192.0.2.1', 9))"

        subprocess.run(
            ["strace", "-f", "-q", "-e", f"trace={WATCHED}", "-o", trace, sys.executable, "-c", attempt], check=True
        )

        assert ["192.0.2.1" in call for call in outside(trace.read_text(encoding="utf-8"))] == [True]
