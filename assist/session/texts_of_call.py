"""The texts a recorded call was made with, written beside it and read back: without them it would not replay as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assist.coaching.promptbook import as_tables, book_of, phrased
from assist.cues.playbooks import default_playbooks, playbooks_of
from assist.session.call_files import InputError
from assist.session.recorded_call import RecordedCall
from assist.session.recorder import ABOUT
from assist.session.texts import Texts, texts_that_ship


def described_texts(texts: Texts, *, plain: bool) -> dict[str, Any]:
    """What `call.json` holds of them: the whole book, and of the playbooks those that do not ship.

    Args:
        texts: of the call.
        plain: whether words are read by plain rules.
    """
    book, phrases = as_tables(texts.book)
    shipped = default_playbooks()
    playbooks = {name: _table(asdict(own)) for name, own in texts.playbooks.items() if own != shipped.get(name)}
    about: dict[str, Any] = {"prompts": book, "phrases": phrases, "playbooks": playbooks, "plain_reading": plain}
    return {"texts": about | ({} if texts.text_model is None else {"text_model": str(texts.text_model.absolute())})}


def recorded_texts(call: RecordedCall) -> Texts:
    """The texts of a recorded call; of one that does not say, those that ship.

    Raises:
        InputError, PromptBookError, PlaybookError: what was written down makes no sense.
    """
    name = str(call.folder / ABOUT)
    about = call.texts
    if not about:
        return texts_that_ship()
    tables = [about.get(key, {}) for key in ("prompts", "phrases", "playbooks")]
    model = about.get("text_model")
    if not all(isinstance(table, Mapping) for table in tables) or not isinstance(model, str | None):
        raise InputError(f"{name}: it does not say which texts were used; this recorded call is not whole.")
    prompts, phrases, playbooks = tables
    shipped = texts_that_ship()
    # Only cues that came later are taken from what ships: a whole page stays as it was, with no more situations than it had.
    unknown = {cue: page for cue, page in shipped.book.items() if cue not in prompts}
    return Texts(
        phrased(book_of(name, prompts, unknown), name, phrases),
        playbooks_of(name, playbooks, shipped.playbooks),
        None if model is None else Path(model),
        plain=about.get("plain_reading") is True,
    )


def _table(playbook: dict[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in playbook.items() if key != "name"}
