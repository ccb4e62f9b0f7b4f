"""The tables, as they are in the newest version of the schema. `migrations.py` gets an older store there.

Only types that SQLite and PostgreSQL share. Times within a call are samples at 16 kHz; the start of a call is UTC.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, Float, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Of all tables."""


class VersionRow(Base):
    """One row: the version of the schema."""

    __tablename__ = "schema_version"
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)


class CallRow(Base):
    """One call."""

    __tablename__ = "calls"
    __table_args__ = (Index("calls_by_start", "started_at"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    """The number that people use; never given twice."""
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    started_at: Mapped[datetime] = mapped_column(DateTime)
    length: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(16))
    """`running`, `ended`, or `cut_short`: the program ended before the call did."""
    engine: Mapped[str] = mapped_column(Text)
    profile: Mapped[str] = mapped_column(Text)
    app_version: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    audio: Mapped[str | None] = mapped_column(Text)
    """Where its audio was kept, if it was."""


class SummaryRow(Base):
    """The numbers of `Dynamics`, the last that were known."""

    __tablename__ = "summaries"
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    agent_seconds: Mapped[float] = mapped_column(Float)
    customer_seconds: Mapped[float] = mapped_column(Float)
    silence_seconds: Mapped[float] = mapped_column(Float)
    both_seconds: Mapped[float] = mapped_column(Float)
    agent_turns: Mapped[int] = mapped_column(Integer)
    customer_turns: Mapped[int] = mapped_column(Integer)
    longest_agent_seconds: Mapped[float] = mapped_column(Float)
    longest_customer_seconds: Mapped[float] = mapped_column(Float)
    median_gap_seconds: Mapped[float | None] = mapped_column(Float)
    agent_interruptions: Mapped[int] = mapped_column(Integer)
    customer_interruptions: Mapped[int] = mapped_column(Integer)
    backchannels: Mapped[int] = mapped_column(Integer)


class UtteranceRow(Base):
    """What one side said in one go, redacted."""

    __tablename__ = "utterances"
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """Its place among utterances and moments of the call."""
    known_at: Mapped[int] = mapped_column(BigInteger)
    speaker: Mapped[str] = mapped_column(String(8))
    start_sample: Mapped[int] = mapped_column(BigInteger)
    end_sample: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float] = mapped_column(Float)


class MomentRow(Base):
    """Any other event worth keeping, as JSON, its texts redacted."""

    __tablename__ = "moments"
    __table_args__ = (Index("moments_by_type", "type", "call_id"),)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    type: Mapped[str] = mapped_column(String(32))
    at: Mapped[int] = mapped_column(BigInteger)
    known_at: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[str] = mapped_column(Text)


class MarkRow(Base):
    """What the agent says about the call."""

    __tablename__ = "marks"
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    resolved_first_contact: Mapped[bool | None]
    root_cause: Mapped[str] = mapped_column(Text)
    human_or_recording: Mapped[str | None] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text)
    follow_up: Mapped[str] = mapped_column(Text)


class SearchRow(Base):
    """All that was said in a finished call, folded to lower case: what a search looks at."""

    __tablename__ = "search_texts"
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
