"""The manifest, where models are looked up, and what verification remembers."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assist.modelstore import ModelError, ModelRequestError, ModelStore, verify
from assist.modelstore.locate import install_folder, package_folder, search_folders
from assist.modelstore.manifest import load_manifest, manifest_path
from assist.modelstore.vosk_folder import language_of
from tests.modelstore.making import store_in, write_manifest, write_wheels


def test_the_programs_own_manifest_is_valid() -> None:
    manifest = load_manifest(manifest_path())
    names = [model.name for model in manifest.models]
    assert {"silero-vad", "moonshine-tiny-en", "whisper-base", "vosk-ko"} <= set(names)
    for model in manifest.models:
        assert model.licence and model.size_bytes > 0
        assert all(file.sources or model.source.kind in ("package", "shipped") for file in model.files)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("schema = 1", "schema = 9", "wrong at schema"),
        ('path = "config.toml"', 'path = "../config.toml"', "leaves the model's folder"),
        ('name = "carried"', 'name = "tiny"', "two models have the same name"),
        ("licence", "lisense", "wrong at model.0"),
        ("tiny-part1==1.0", "tiny-part1", "wrong at model.0.source"),
        ("schema = 1", "schema = ", "not valid TOML"),
    ],
)
def test_a_malformed_manifest_is_one_sentence(tmp_path: Path, old: str, new: str, what: str) -> None:
    path = write_manifest(tmp_path)
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(ModelError, match=what) as problem:
        ModelStore(manifest=path, folders=[tmp_path]).list()
    assert "\n" not in str(problem.value)


def test_a_missing_manifest_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        ModelStore(manifest=tmp_path / "none.toml").list()


def test_search_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "app" / "assist"))
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "app" / "_internal"), raising=False)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folders = search_folders({"LEAP_ASSIST_MODELS": str(tmp_path / "mine")})
    assert folders[:4] == [
        tmp_path / "mine",
        tmp_path / "app" / "models",
        tmp_path / "app" / "_internal" / "models",
        tmp_path / "venv" / "share" / "leap-assist" / "models",
    ]
    assert folders[4].name == "models" and len(folders) == 5


def test_install_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path / "python"))
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: str(tmp_path / "user"))
    assert install_folder({"LEAP_ASSIST_MODELS": str(tmp_path / "mine")}) == tmp_path / "mine"
    assert install_folder({}) == tmp_path / "venv" / "share" / "leap-assist" / "models"
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path / "venv"))
    assert install_folder({}) == tmp_path / "user" / "models"
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ModelError, match="cannot be written to"):
        install_folder({"LEAP_ASSIST_MODELS": str(tmp_path / "file")})


def test_files_are_hashed_once_until_they_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_in(tmp_path)
    place = store.install("tiny", str(write_wheels(tmp_path / "mirror")))
    store.path("tiny")
    hashed: list[Path] = []
    real = verify.file_sha256

    def counting(path: Path) -> str:
        hashed.append(path)
        return real(path)

    monkeypatch.setattr(verify, "file_sha256", counting)
    store_in(tmp_path).path("tiny")
    assert not hashed
    store.verify("tiny")
    assert len(hashed) == 2
    (place / "config.toml").write_bytes(b"rate = 8000 \n")
    with pytest.raises(ModelError, match="wrong SHA-256"):
        store_in(tmp_path).path("tiny")


def test_a_lost_or_broken_memory_only_costs_time(tmp_path: Path) -> None:
    store_in(tmp_path).install("tiny", str(write_wheels(tmp_path / "mirror")))
    (tmp_path / "memory.json").write_text("no JSON")
    assert store_in(tmp_path).path("tiny").is_dir()


@pytest.mark.parametrize("how", ["missing", "folder", "empty"])
def test_damage_is_named(tmp_path: Path, how: str) -> None:
    store = store_in(tmp_path)
    file = store.install("tiny", str(write_wheels(tmp_path / "mirror"))) / "config.toml"
    file.unlink()
    if how == "folder":
        file.mkdir()
    elif how == "empty":
        file.write_bytes(b"")
    with pytest.raises(ModelError, match=r"the model tiny in .*config.toml.*: run 'assist models install tiny'"):
        store.path("tiny")


def test_a_models_folder_replaced_by_a_file(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "tiny").write_bytes(b"")
    with pytest.raises(ModelError, match="tiny is not installed"):
        store.path("tiny")


def test_unknown_names(tmp_path: Path) -> None:
    with pytest.raises(ModelRequestError, match="'assist models list'"):
        store_in(tmp_path).path("nobody")
    with pytest.raises(ModelError, match="carried is not installed: run 'pip install"):
        store_in(tmp_path).path("carried")


def test_moonshine_is_found_in_its_package() -> None:
    store = ModelStore()
    assert store.path("moonshine-tiny-en", "tokenizer.bin").is_file()
    with pytest.raises(ModelRequestError, match="is part of moonshine-voice"):
        store.remove("moonshine-tiny-en")


def test_a_frozen_program_carries_only_the_packages_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "nowhere_to_be_found" / "assets"
    folder.mkdir(parents=True)
    assert package_folder("nowhere_to_be_found", "assets") is None
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert package_folder("nowhere_to_be_found", "assets") == folder


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("vosk-model-small-en-us-0.15", "en"),
        ("vosk-model-en-us-0.22", "en"),
        ("vosk-model-small-ko-0.22", "ko"),
        ("vosk-en", "en"),
        ("model", None),
        ("english", None),
    ],
)
def test_language_of_a_folder_name(name: str, language: str | None) -> None:
    assert language_of(name) == language
