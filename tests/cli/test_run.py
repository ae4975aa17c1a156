"""`envwright run`: all that a command does comes through unchanged; its failure is diagnosed."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING

import pytest
from cli_process import ENVWRIGHT, Cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="`run` needs Linux or macOS")

RUN = [*ENVWRIGHT, "run"]
LOGS = ".envwright/logs"


def _log(folder: Path) -> bytes:
    (path,) = (folder / LOGS).glob("*.log")
    return path.read_bytes()


def test_output_comes_through_byte_for_byte(cli: Cli, tmp_path: Path) -> None:
    junk = bytes(range(256)) * 5000
    (tmp_path / "junk").write_bytes(junk)

    done = cli("run", "--", "cat", "junk")

    assert (done.returncode, done.stdout, done.stderr) == (0, junk, b"")
    assert _log(tmp_path) == junk


def test_streams_stay_separate(cli: Cli) -> None:
    done = cli("run", "--", "sh", "-c", "echo out; echo err >&2")

    assert (done.stdout, done.stderr) == (b"out\n", b"err\n")


def test_order_is_exact_where_both_streams_go_to_one_place(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    script = "for i in $(seq 200); do echo o$i; echo e$i >&2; done"
    done = subprocess.run(
        [*RUN, "sh", "-c", script], cwd=tmp_path, env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, check=False, timeout=60,
    )  # fmt: skip

    expected = b"".join(b"o%d\ne%d\n" % (i, i) for i in range(1, 201))
    assert done.stdout == expected
    assert _log(tmp_path) == expected


def test_success_says_nothing(cli: Cli) -> None:
    done = cli("run", "--", "sh", "-c", "echo 'ERROR: No matching distribution found for x'")

    assert (done.returncode, done.stderr) == (0, b"")


def test_standard_input_reaches_the_command(cli: Cli) -> None:
    assert cli("run", "--", "cat", input=b"hello").stdout == b"hello"


@pytest.mark.parametrize("code", [1, 3, 42, 255])
def test_exit_code_is_the_command_s(cli: Cli, code: int) -> None:
    assert cli("run", "--", "sh", "-c", f"exit {code}").returncode == code


@pytest.mark.parametrize("name", ["KILL", "TERM", "SEGV", "ABRT"])
def test_death_by_a_signal_gives_128_and_its_number(cli: Cli, name: str) -> None:
    done = cli("run", "--", "sh", "-c", f"ulimit -c 0; kill -{name} $$")

    assert done.returncode == 128 + getattr(signal, f"SIG{name}")


def test_failure_is_diagnosed_on_standard_error(cli: Cli, tmp_path: Path) -> None:
    done = cli("run", "--", "sh", "-c", "echo Building; echo 'the frobnicator says no' >&2; exit 7")
    said = done.stderr.decode()

    assert done.returncode == 7
    assert done.stdout == b"Building\n"
    assert said.startswith("the frobnicator says no\nerror")
    assert "(step: sh -c echo Building; echo 'the frobnicator says no' >&2; exit 7)\n" in said
    assert "= note: the step ended with exit code 7\n" in said
    assert re.search(rf"\nnote: the whole output is kept in {LOGS}/\S+-sh\.log\n$", said)
    assert b"frobnicator" in _log(tmp_path)


def test_failure_without_output_is_quiet(cli: Cli) -> None:
    done = cli("run", "--", "false")

    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


def test_failure_with_binary_output_is_quiet_about_it(cli: Cli) -> None:
    done = cli("run", "--", "sh", "-c", "head -c 5000 /dev/zero; exit 4")

    assert done.returncode == 4
    assert b"Traceback" not in done.stderr


def test_log_goes_where_it_is_asked_for(cli: Cli, tmp_path: Path) -> None:
    done = cli("run", "--log", "mine.log", "--", "sh", "-c", "echo one; exit 1")

    assert (tmp_path / "mine.log").read_bytes() == b"one\n"
    assert not (tmp_path / ".envwright").exists()
    assert b"kept in mine.log\n" in done.stderr


def test_log_that_cannot_be_written_is_said_before_the_command_starts(cli: Cli) -> None:
    done = cli("run", "--log", "no/such/folder/x.log", "--", "echo", "started")

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"error: cannot write `no/such/folder/x.log`: ")


def test_log_is_for_its_owner_only_and_never_committed(cli: Cli, tmp_path: Path) -> None:
    cli("run", "--", "true")
    (path,) = (tmp_path / LOGS).glob("*.log")

    assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / LOGS / ".gitignore").read_text() == "*\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_full_disk_does_not_stop_the_command(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "full.log").symlink_to("/dev/full")
    done = cli("run", "--log", "full.log", "--", "sh", "-c", "seq 100000")

    assert done.returncode == 0
    assert done.stdout == b"".join(b"%d\n" % i for i in range(1, 100001))
    assert done.stderr.count(b"warning: the output could not be kept: no space left on device") == 1


def test_command_that_does_not_exist_gives_127(cli: Cli, tmp_path: Path) -> None:
    done = cli("run", "--", "no-such-command-here")

    assert done.returncode == 127
    assert done.stderr.startswith(b"error: cannot find the command `no-such-command-here`\n")
    assert list((tmp_path / LOGS).glob("*.log")) == []


def test_command_that_cannot_be_executed_gives_126(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("echo hi\n")
    (tmp_path / "broken").write_text("#!/no/such/interpreter\n")
    (tmp_path / "broken").chmod(0o755)

    assert cli("run", "--", "./plain").returncode == 126
    assert cli("run", "--", "./broken").returncode == 126
    assert cli("run", "--", ".").returncode == 126


def test_script_without_interpreter_runs_as_in_a_shell(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "script").write_text('echo "hi $1"\n')
    (tmp_path / "script").chmod(0o755)

    assert cli("run", "--", "./script", "you").stdout == b"hi you\n"


def test_no_command_gives_2(cli: Cli) -> None:
    assert cli("run").returncode == 2
    assert cli("run", "--").returncode == 2


def test_options_after_the_command_are_the_command_s(cli: Cli) -> None:
    assert cli("run", "echo", "--lang", "--help", "--").stdout == b"--lang --help --\n"


def test_reader_that_leaves_ends_the_command_as_without_us(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    script = f"{' '.join(RUN)} -- sh -c 'yes; echo ended >&2' | head -1"
    done = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, env=environment, capture_output=True, check=False,
        timeout=20,
    )  # fmt: skip

    assert done.stdout == b"y\n"
    assert b"Traceback" not in done.stderr


def test_process_left_behind_is_not_waited_for(cli: Cli) -> None:
    start = time.monotonic()
    done = cli("run", "--", "sh", "-c", "(sleep 20; echo late) & echo early")

    assert time.monotonic() - start < 10
    assert done.stdout == b"early\n"


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGUSR1"])
def test_signal_is_passed_on(tmp_path: Path, environment: dict[str, str], name: str) -> None:
    script = f"trap 'echo got; exit 9' {name[3:]}; echo ready; while :; do sleep 0.05; done"
    with subprocess.Popen(
        [*RUN, "sh", "-c", script], cwd=tmp_path, env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(getattr(signal, name))
        out, error = process.communicate(timeout=20)

    assert (process.returncode, out) == (9, b"got\n")
    assert b"Traceback" not in error


def test_what_our_caller_ignores_the_command_ignores(cli: Cli) -> None:
    script = f"trap '' HUP; exec {' '.join(RUN)} -- sh -c 'kill -HUP $$; echo alive'"
    done = cli("run", "--", "sh", "-c", script)

    assert done.stdout == b"alive\n"


def _on_terminal(
    command: list[str], folder: Path, environment: dict[str, str], act: Callable[[int], None] | None
) -> tuple[int, bytes]:
    """Run a command on a terminal of its own; `act` is called once it has written something."""
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        try:
            os.chdir(folder)
            os.execvpe(command[0], command, environment)
        finally:
            os._exit(99)
    output = b""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 0.5)[0]:
            continue
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        output += piece
        if act is not None and b"ready" in output:
            act(terminal)
            act = None
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), output


def test_command_sees_a_terminal_where_we_have_one(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    script = "test -t 0 && test -t 1 && test -t 2 && echo all three; printf 'a\\rb\\n'"
    code, output = _on_terminal([*RUN, "sh", "-c", script], tmp_path, environment, None)

    assert (code, output) == (0, b"all three\r\na\rb\r\n")
    assert _log(tmp_path) == b"all three\na\rb\n"


def test_interrupt_from_the_keyboard_reaches_the_command_once(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    script = "n=0; trap 'n=$((n+1))' INT; echo ready; sleep 1; sleep 0.5; echo count $n; exit 5"
    code, output = _on_terminal(
        [*RUN, "sh", "-c", script], tmp_path, environment, lambda terminal: _type(terminal, b"\x03")
    )

    assert code == 5
    assert b"count 1" in output
    assert b"Traceback" not in output


def _type(terminal: int, keys: bytes) -> None:
    time.sleep(0.2)
    os.write(terminal, keys)


def test_change_of_the_window_is_passed_on(tmp_path: Path, environment: dict[str, str]) -> None:
    import fcntl
    import struct

    def resize(terminal: int) -> None:
        time.sleep(0.2)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 33, 77, 0, 0))

    script = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGWINCH, lambda *_: None)\n"
        "print('ready', flush=True)\n"
        "end = time.time() + 10\n"
        "while os.get_terminal_size(1).columns != 77 and time.time() < end: time.sleep(0.05)\n"
        "print(os.get_terminal_size(1).columns)"
    )
    code, output = _on_terminal([*RUN, sys.executable, "-c", script], tmp_path, environment, resize)

    assert (code, output) == (0, b"ready\r\n77\r\n")


def test_diagnosis_on_a_terminal_has_colour(tmp_path: Path, environment: dict[str, str]) -> None:
    command = [*RUN, "sh", "-c", "echo no; exit 2"]
    _, coloured = _on_terminal(command, tmp_path, environment | {"TERM": "xterm"}, None)
    _, plain = _on_terminal(command, tmp_path, environment | {"NO_COLOR": "1"}, None)

    assert b"\x1b[" in coloured
    assert b"\x1b[" not in plain
