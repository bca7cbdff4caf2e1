"""Files are replaced whole or not at all."""

from __future__ import annotations

import os
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


def test_what_is_no_ordinary_file_is_written_to_and_stays() -> None:
    write_file(Path(os.devnull), b"text")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize(("name", "reason"), [("missing/x.md", "no folder"), (".", "is a folder")])
def test_what_is_sure_to_fail_is_known_before(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(WriteError, match=reason):
        require_writable(tmp_path / name)
