"""Files are replaced whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lstm_shapes import WriteError
from lstm_shapes.files import require_writable, write_file


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    path = tmp_path / "new.md"
    write_file(path, b"text")
    (tmp_path / "usual").touch()
    assert path.read_bytes() == b"text"
    assert path.stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_an_existing_file_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    path, link = tmp_path / "old.md", tmp_path / "link.md"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    write_file(link, b"new")
    assert link.is_symlink()
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o640)


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.md"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(WriteError, match=r"old\.md cannot be written: No space left"):
        write_file(path, b"new")
    assert [file.name for file in tmp_path.iterdir()] == ["old.md"]
    assert path.read_text() == "old"


# Writes a file, and stops for a signal when the temporary file is there.
WRITER = """
import signal, sys, time
from pathlib import Path
from lstm_shapes.files import write_file

def wait(path, mode):
    print("waiting", flush=True)
    for _ in range(100):
        time.sleep(0.1)
        if told:
            break

told = []
{before}
Path.chmod = wait
write_file(Path(sys.argv[1]), b"new")
print(signal.getsignal(signal.SIGTERM) is signal.SIG_DFL)
"""
ENDINGS = ["SIGTERM", "SIGHUP", "SIGINT"]
on_posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")


def _signalled(number: int, path: Path, before: str = "") -> tuple[int, str]:
    """The exit status and the output of a program that is sent a signal while it replaces a file."""
    program = [sys.executable, "-c", WRITER.format(before=before), str(path)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "waiting\n"
        assert len(list(path.parent.iterdir())) == 2, "there is no temporary file, and the test has no point"
        running.send_signal(number)
        return running.wait(), running.stdout.read()


@on_posix
@pytest.mark.parametrize("name", ENDINGS)
def test_a_signal_that_ends_the_process_leaves_the_old_file_and_nothing_else(name: str, tmp_path: Path) -> None:
    path = tmp_path / "old.md"
    path.write_text("old")
    assert _signalled(getattr(signal, name), path) == (-getattr(signal, name), "")
    assert [file.name for file in tmp_path.iterdir()] == ["old.md"]
    assert path.read_text() == "old"


OWN_HANDLERS = {
    "a handler": ("signal.signal(signal.SIGTERM, lambda *_: told.append(print('told')))", "told\nFalse\n"),
    "ignored": ("signal.signal(signal.SIGTERM, signal.SIG_IGN); told.append(0)", "False\n"),
}


@on_posix
@pytest.mark.parametrize(("before", "output"), OWN_HANDLERS.values(), ids=OWN_HANDLERS)
def test_a_program_keeps_its_own_way_to_take_a_signal(before: str, output: str, tmp_path: Path) -> None:
    path = tmp_path / "old.md"
    path.write_text("old")
    assert _signalled(signal.SIGTERM, path, before) == (0, output)
    assert [file.name for file in tmp_path.iterdir()] == ["old.md"]
    assert path.read_text() == "new"


def test_no_handler_is_left_behind_and_none_is_set_in_a_thread(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    write_file(tmp_path / "new.md", b"one")
    thread = threading.Thread(target=write_file, args=(tmp_path / "new.md", b"two"))
    thread.start()
    thread.join()
    assert (tmp_path / "new.md").read_bytes() == b"two"
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_file_that_only_its_owner_may_read_is_never_more_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes = []

    def seen(path: Path, mode: int) -> None:
        modes.append(path.stat().st_mode & 0o777)
        os.chmod(path, mode)

    monkeypatch.setattr(Path, "chmod", seen)
    write_file(tmp_path / "new.md", b"text")
    assert modes == [0o600 if os.name == "posix" else 0o666]


def test_what_is_no_ordinary_file_is_written_to_and_stays() -> None:
    write_file(Path(os.devnull), b"text")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize(("name", "reason"), [("missing/x.md", "no folder"), (".", "is a folder")])
def test_what_is_sure_to_fail_is_known_before(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(WriteError, match=reason):
        require_writable(tmp_path / name)
