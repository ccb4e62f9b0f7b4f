"""How much of a prompt is shown: grows in a short movement, or at once where the agent wants less motion."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

FADE_MILLISECONDS = 180


class Reveal(QObject):
    """A share from 0 to 1.

    Args:
        reduced_motion: change at once.
        parent: the overlay.
    """

    changed = Signal(float)
    """The share to show now."""

    def __init__(self, reduced_motion: bool, parent: QObject) -> None:
        super().__init__(parent)
        self.reduced_motion = reduced_motion
        self.share = 0.0
        self._motion = QVariantAnimation(self)
        self._motion.setDuration(FADE_MILLISECONDS)
        self._motion.setEasingCurve(QEasingCurve.Type.OutQuint)
        self._motion.valueChanged.connect(self._set)

    @property
    def moving(self) -> bool:
        """Whether it is on its way."""
        return self._motion.state() != QVariantAnimation.State.Stopped

    def open(self, at_once: bool) -> None:
        """Show all of it, from nothing."""
        self._motion.stop()
        self._set(0.0)
        self._go(1.0, at_once)

    def close(self, at_once: bool) -> None:
        """Show nothing any more."""
        self._go(0.0, at_once)

    def stop(self) -> None:
        """Stay as it is."""
        self._motion.stop()

    def _go(self, share: float, at_once: bool) -> None:
        self._motion.stop()
        if self.reduced_motion or at_once:
            self._set(share)
            return
        self._motion.setStartValue(self.share)
        self._motion.setEndValue(share)
        self._motion.start()

    def _set(self, share: float) -> None:
        self.share = float(share)
        self.changed.emit(self.share)
