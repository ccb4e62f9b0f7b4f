"""Rows of one call that wait to be written; in a file of their own if the store cannot take them when the call ends."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from assist.store.call import State
from assist.store.finishing import finish_call
from assist.store.tables import CallRow, MomentRow, SummaryRow, UtteranceRow

_NAME = "calls-unwritten-{}.json"


@dataclass(slots=True)
class Pending:
    """What waits.

    Attributes:
        length: samples of the call so far.
        call: columns of the call's row that are known now.
        summary: the newest numbers, if there are new ones.
        new: rows of utterances, by number.
        changed: texts that earlier utterances have now, by number.
        moments: rows of other events.
    """

    length: int = 0
    call: dict[str, Any] = field(default_factory=dict)
    summary: dict[str, Any] | None = None
    new: dict[int, dict[str, Any]] = field(default_factory=dict)
    changed: dict[int, str] = field(default_factory=dict)
    moments: list[dict[str, Any]] = field(default_factory=list)

    def rewrite(self, texts: dict[int, str]) -> None:
        """Texts of utterances as they read now, by number."""
        for number, text in texts.items():
            if number in self.new:
                self.new[number]["text"] = text
            else:
                self.changed[number] = text

    def write(self, connection: Connection, call_id: int) -> None:
        """Write all of it, within the caller's transaction."""
        here = {"call_id": call_id}
        connection.execute(update(CallRow).where(CallRow.id == call_id).values(length=self.length, **self.call))
        if self.new:
            connection.execute(insert(UtteranceRow), [{**here, **row} for row in self.new.values()])
        if self.moments:
            connection.execute(insert(MomentRow), [{**here, **row} for row in self.moments])
        if self.changed:
            connection.execute(
                update(UtteranceRow)
                .where(UtteranceRow.call_id == call_id, UtteranceRow.number == bindparam("which"))
                .values(text=bindparam("redacted")),
                [{"which": number, "redacted": text} for number, text in self.changed.items()],
            )
        if self.summary is not None:
            connection.execute(delete(SummaryRow).where(SummaryRow.call_id == call_id))
            connection.execute(insert(SummaryRow), [{**here, **self.summary}])


@dataclass(frozen=True, slots=True)
class CallHead:
    """What a call's row begins with; enough to make it again in another store."""

    uuid: str
    started_at: datetime
    source: str
    audio: str | None

    def insert(self, connection: Connection) -> int:
        """Make the row; returns the number of the call."""
        row = {
            "uuid": self.uuid, "started_at": self.started_at, "length": 0, "state": "running", "engine": "", "profile": "",
            "app_version": "", "source": self.source, "audio": self.audio,
        }  # fmt: skip
        return connection.execute(insert(CallRow).values(row).returning(CallRow.id)).scalar_one()


def put_down(folder: Path, head: CallHead, pending: Pending, state: State) -> Path:
    """Keep what the store cannot take in a file beside it, for the owner only.

    Raises:
        OSError: that cannot be written either.
    """
    path = folder / _NAME.format(head.uuid)
    content = {**asdict(head), "started_at": head.started_at.isoformat(), "state": state, "rows": asdict(pending)}
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False)
    return path


def unwritten(folder: Path) -> list[Path]:
    """Files that wait to be taken in."""
    return sorted(folder.glob(_NAME.format("*")))


def take_in(connection: Connection, path: Path) -> None:
    """Write what such a file holds, within the caller's transaction. The caller deletes it afterwards.

    Raises:
        OSError: it cannot be read.
        ValueError, TypeError, KeyError: it is not whole.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    head = CallHead(content["uuid"], datetime.fromisoformat(content["started_at"]), content["source"], content["audio"])
    rows = content["rows"]
    for name in ("new", "changed"):
        rows[name] = {int(number): value for number, value in rows[name].items()}
    pending = Pending(**rows)
    number = connection.execute(select(CallRow.id).where(CallRow.uuid == head.uuid)).scalar()
    number = head.insert(connection) if number is None else number
    pending.write(connection, number)
    finish_call(connection, number, pending.length, content["state"])
