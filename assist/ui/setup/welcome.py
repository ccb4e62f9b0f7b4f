"""First page: what the program does, and what it will and will not keep."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from assist.ui.controls import Sign, Tone, wrapped
from assist.ui.look import Look
from assist.ui.setup.page import Page


def promises(retention_days: int) -> tuple[tuple[Tone, str], ...]:
    """What is kept and what is not, in plain words."""
    return (
        ("good", "Everything happens on this computer. Nothing is sent anywhere, and there is no account."),
        ("good", "The sound of your calls is not stored, unless you ask for a recording yourself."),
        (
            "good",
            "Before words are written down, card, account and phone numbers, dates of birth, e-mail and street addresses"
            " are taken out.",
        ),
        (
            "good",
            f"What is written down is deleted after {retention_days} days unless you choose otherwise; any call can be"
            " deleted at once.",
        ),
        (
            "good",
            "It reminds you about timing and wording. It never judges your feelings or your tone, and ranks nobody.",
        ),
        ("good", "Where it cannot hear well enough it says so instead of guessing."),
    )


class WelcomePage(Page):
    """Welcome.

    Args:
        look: colours and lengths.
        retention_days: how long what is written down is kept.
    """

    def __init__(self, look: Look, retention_days: int) -> None:
        super().__init__(
            "Welcome",
            "Leap Assist listens to both sides of a call and reminds you, rarely, to pause, acknowledge or offer choices."
            " Setting it up takes about two minutes. You can skip it, and come back at any time.",
            look,
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(10))
        grid.setVerticalSpacing(look.px(9))
        grid.setColumnStretch(1, 1)
        for row, (tone, text) in enumerate(promises(retention_days)):
            sign = Sign(look)
            sign.show_tone(tone)
            grid.addWidget(sign, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(wrapped(text), row, 1)
        self.column.addLayout(grid)
        self.column.addStretch(1)
