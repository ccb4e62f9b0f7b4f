"""Fourth page: two phrases that the agent believes in; they come first when their cue is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy

from assist.coaching.promptbook import CUES, PromptBookError
from assist.events import CueName
from assist.session.first_start import FirstStart
from assist.session.phrase_choice import fault_of
from assist.ui.controls import ElidedBox, Message, coloured, wrapped
from assist.ui.look import Look
from assist.ui.setup.page import Page

_USUAL: tuple[CueName, CueName] = ("acknowledge", "offer_choices")
_NUMBERS = ("First", "Second")
_NARROW = 20


class Slot:
    """One phrase: its cue, and the words, chosen from the book or one's own."""

    def __init__(self, number: int, start: FirstStart, look: Look) -> None:
        self._start = start
        self.before: tuple[CueName, str] | None = None
        """What was saved when the page was shown."""
        self.cue = ElidedBox(f"{_NUMBERS[number]} phrase: when")
        book = start.book()
        for cue in CUES:
            if cue != "safety":  # these words are the supervisor's
                self.cue.add(book[cue].title, cue)
        self.words = QComboBox()
        self.words.setEditable(True)
        self.words.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.words.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.words.setMinimumContentsLength(_NARROW)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.words.setAccessibleName(f"{_NUMBERS[number]} phrase: words")
        line = self.words.lineEdit()
        assert line is not None  # noqa: S101 - the box is editable
        line.setPlaceholderText("Choose one, or write your own")
        line.setAccessibleName(self.words.accessibleName())
        self.message = Message(look)
        self.cue.currentIndexChanged.connect(self._offer)
        self.words.editTextChanged.connect(self.judge)

    @property
    def chosen(self) -> tuple[CueName, str] | None:
        """Cue and phrase; None while there are no words."""
        words = " ".join(self.words.currentText().split())
        return (self.cue.currentData(), words) if words else None

    def show(self, cue: CueName, words: str) -> None:
        """Show what is chosen already."""
        self.before = (cue, words) if words else None
        self.cue.setCurrentIndex(self.cue.findData(cue))
        self._offer()
        self.words.setEditText(words)
        line = self.words.lineEdit()
        assert line is not None  # noqa: S101 - the box is editable
        line.setCursorPosition(0)

    def judge(self, *_: object) -> str | None:
        """Say what is wrong with the words; none at all are not wrong."""
        fault = fault_of(self.words.currentText()) if self.words.currentText().strip() else None
        self.message.show_text(fault or "")
        return fault

    def _offer(self, *_: object) -> None:
        """Offer the book's lines for this cue; one's own words stay."""
        book, words = self._start.book(), self.words.currentText()
        known = {line for page in book.values() for line in page.lines}
        self.words.clear()
        self.words.addItems(list(book[self.cue.currentData()].lines))
        self.words.setEditText("" if words in known else words)


class PhrasesPage(Page):
    """The phrases.

    Args:
        start: what was chosen before, and where it is kept.
        look: colours and lengths.
    """

    def __init__(self, start: FirstStart, look: Look) -> None:
        super().__init__(
            "Two phrases you believe in",
            "A reminder is a word or two and at most one line. Choose two lines that sound like you, or write your own; they"
            " come first. You may leave them empty.",
            look,
        )
        self._start = start
        self.slots = [Slot(number, start, look) for number in range(2)]
        for number, slot in enumerate(self.slots):
            grid = QGridLayout()
            grid.setVerticalSpacing(look.px(5))
            grid.setColumnStretch(1, 1)
            heading = QLabel(f"{_NUMBERS[number]} phrase")
            heading.setFont(look.strong)
            grid.addWidget(heading, 0, 0, 1, 2)
            for row, (text, box) in enumerate((("When the reminder is", slot.cue), ("Show me", slot.words)), start=1):
                name = QLabel(text)
                name.setBuddy(box)
                grid.addWidget(name, row, 0)
                grid.addWidget(box, row, 1)
            grid.addWidget(slot.message, 3, 1)
            self.column.addLayout(grid)
            self.column.addSpacing(look.px(8))
        text = "More of them, for every reminder, fit into the file phrases.toml beside your settings."
        note = coloured(wrapped(text), look, "muted")
        note.setFont(look.small)
        self.column.addWidget(note)
        self.column.addStretch(1)

    def enter(self) -> None:
        """Show what is chosen already."""
        try:
            kept = self._start.phrases()
        except PromptBookError as problem:
            self.complained.emit(str(problem))
            kept = {}
        own = [(cue, lines[0]) for cue, lines in kept.items() if cue != "safety"][: len(self.slots)]
        unused = (cue for cue in _USUAL if cue not in dict(own))
        for number, slot in enumerate(self.slots):
            cue, words = own[number] if number < len(own) else (next(unused), "")
            slot.show(cue, words)

    def save(self) -> None:
        """Put both phrases first among those of their cues; others stay.

        Raises:
            PromptBookError: a phrase cannot be used, or the file cannot.
            KeepError: the file cannot be written.
        """
        faults = [slot.judge() for slot in self.slots]
        if any(faults):
            raise PromptBookError("One phrase cannot be shown as it is: mend it, or empty its line.")
        chosen = [slot.chosen for slot in self.slots]
        if chosen[0] is not None and chosen[0] == chosen[1]:
            raise PromptBookError("Both phrases are the same; change one, or leave it empty.")
        kept: dict[CueName, Sequence[str]] = dict(self._start.phrases())
        for slot in self.slots:
            if slot.before is not None:
                cue, words = slot.before
                kept[cue] = [line for line in kept.get(cue, ()) if line != words]
        for pair in reversed(chosen):
            if pair is not None:
                kept[pair[0]] = [pair[1], *(line for line in kept.get(pair[0], ()) if line != pair[1])]
        self._start.keep_phrases(kept)
        for slot in self.slots:
            slot.before = slot.chosen
