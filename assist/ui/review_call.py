"""One call: timeline on top, beside the transcript the scorecard, the spikes, the marks and the message."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget

from assist.review.lanes import lanes
from assist.review.lessons import done_well, to_try
from assist.review.record import CallRecord
from assist.review.scorecard import scorecard
from assist.review.spikes import excerpts
from assist.review.timeline_picture import clock
from assist.store.call import Marks
from assist.ui.look import Look
from assist.ui.review_follow_up import FollowUpPage
from assist.ui.review_legend import legend
from assist.ui.review_marks import MarksPage
from assist.ui.review_parts import OneLine, label
from assist.ui.review_scorecard import ScorecardPage, SpikesPage
from assist.ui.review_sound import SoundBar
from assist.ui.review_timeline import Timeline
from assist.ui.review_transcript import Transcript


class CallPage(QWidget):
    """Everything about one call.

    Args:
        look: colours and fonts.
    """

    back = Signal()
    """To the list of calls."""
    report_wanted = Signal()
    delete_wanted = Signal()
    marked = Signal(object)
    """The new Marks."""
    moment = Signal(int)
    """The moment that is looked at now, in samples."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("page")
        self._look = look
        self._call: CallRecord | None = None
        self.title = OneLine(look.title)
        self.about = label("", look.normal, quiet=True)
        self.back_button = QPushButton("&All calls")
        self.back_button.setAccessibleName("All calls")
        self.report_button = QPushButton("Save re&port…")
        self.delete_button = QPushButton("De&lete this call…")
        self.delete_button.setObjectName("danger")
        self.timeline = Timeline(look)
        self.scorecard, self.spikes = ScorecardPage(look), SpikesPage(look)
        self.marks, self.follow_up = MarksPage(look), FollowUpPage(look)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName("About this call")
        for page, name in (
            (self.scorecard, "&Scorecard"), (self.spikes, "&Tension"), (self.marks, "&Marks"), (self.follow_up, "&Follow-up"),
        ):  # fmt: skip
            self.tabs.addTab(page, name)
        self.transcript = Transcript(look)
        self.sound = SoundBar(look)
        self.sound.hide()
        self._lay_out()
        self._connect()

    @property
    def call(self) -> CallRecord | None:
        """The call that is shown."""
        return self._call

    def show_call(self, call: CallRecord) -> None:
        """Show a call from its beginning."""
        self.keep()
        self._call = call
        checks = scorecard(call.events, call.turns)
        self.title.setText(call.title)
        self.about.setText(about(call))
        self.timeline.show_call(lanes(call, checks))
        found = excerpts(call, checks)
        self.scorecard.show_checks(
            checks, done_well(checks, call.events), to_try(checks, call.events), heard=bool(call.turns)
        )
        self.spikes.show_spikes(found)
        self.tabs.setTabText(1, f"&Tension ({len(found)})")
        self.marks.show_marks(call.marks, kept=call.number is not None)
        self.follow_up.show_call(call)
        self.transcript.show_call(call)
        self.sound.show_sound(call.audio)
        self.delete_button.setVisible(call.number is not None)
        self.tabs.setCurrentIndex(0)
        self.timeline.setFocus()

    def forget(self) -> None:
        """The call is gone: nothing of it is kept any more."""
        self.sound.show_sound(None)
        self._call = None

    def keep(self) -> None:
        """Keep at once what was typed and is not kept yet."""
        self.marks.keep()
        self.follow_up.keep()

    def go_to(self, at: int) -> None:
        """Show a moment in timeline and transcript."""
        self._show_moment(at)
        self.sound.set_moment(at)
        self.moment.emit(at)

    def _show_moment(self, at: int) -> None:
        self.timeline.set_moment(at)
        self.transcript.show_moment(at)

    def _mark(self) -> None:
        if self._call is not None and self._call.number is not None:
            marks: Marks = self.marks.marks(self.follow_up.text())
            self.marked.emit(marks)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.back)
        self.report_button.clicked.connect(self.report_wanted)
        self.delete_button.clicked.connect(self.delete_wanted)
        for source in (self.timeline, self.scorecard, self.spikes, self.transcript):
            source.jumped.connect(self.go_to)
        self.marks.changed.connect(self._mark)
        self.follow_up.changed.connect(self._mark)
        self.sound.moved.connect(self._show_moment)

    def _lay_out(self) -> None:
        px = self._look.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        names = QVBoxLayout()
        names.setSpacing(px(2))
        names.addWidget(self.title)
        names.addWidget(self.about)
        head.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        head.addWidget(self.report_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.delete_button, 0, Qt.AlignmentFlag.AlignTop)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.tabs)
        split.addWidget(self.transcript)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(px(9))
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([px(500), px(500)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(14), px(12), px(14), px(12))
        whole.setSpacing(px(8))
        whole.addLayout(head)
        whole.addWidget(self.timeline)
        whole.addWidget(legend(self._look))
        whole.addWidget(self.sound)
        whole.addWidget(split, 1)


def about(call: CallRecord) -> str:
    """When and how long."""
    when = f"{call.started_at.astimezone():%A %d %B %Y, %H:%M}, " if call.started_at is not None else ""
    state = "" if call.turns else ", no words recognised"
    return f"{when}{clock(call.length)} long{state}"
