"""How an error leaves the program: one sentence, and 2 for what the user gave, 1 for everything else."""

from __future__ import annotations

import re
import sys

# Errors are recognised by name, so that the libraries behind them need not be imported to print one.
BAD_INPUT = {
    "InputError",
    "ProfileError",
    "EventLogError",
    "PromptBookError",
    "PlaybookError",
    "TextModelError",
    "LabelError",
    "ModelRequestError",
    "DeviceError",
    "NoSuchCallError",
}
EXPECTED = {
    "RecorderError",
    "StoreError",
    "RecognitionError",
    "ModelError",
    "NoDisplay",
    "CaptureError",
    "CheckFailed",
    "UnclosedError",
    "CallRefusedError",
    "CallBrokenError",
    "NoAnswerError",
    "KeepError",
}


def exit_code(problem: BaseException) -> int:
    """2 for bad arguments or input, 1 for a run that failed."""
    own = getattr(problem, "exit_code", None)
    if isinstance(own, int):
        return own
    return 2 if _names(problem) & BAD_INPUT else 1


def sentence(problem: BaseException) -> str:
    """What to print, in one line; empty if the user has been told already, or does not listen any more."""
    if isinstance(problem, BrokenPipeError):
        return ""
    if hasattr(problem, "format_message"):
        text = str(problem.format_message()).replace("Value error, ", "")
    elif _names(problem) & (BAD_INPUT | EXPECTED):
        text = str(problem)
    else:
        what = str(problem) or type(problem).__name__
        text = f"something unexpected went wrong ({what}); 'assist doctor' checks this computer"
    line = re.sub(r"\s*[\r\n]\s*", " ", text.strip())
    if not line:
        return ""
    return f"assist: {line}" if line.endswith((".", "?", "!")) else f"assist: {line.rstrip(',')}."


def _names(problem: BaseException) -> set[str]:
    return {cls.__name__ for cls in type(problem).__mro__}


def write(text: str) -> None:
    """A line for the user on stdout; nothing if nobody listens any more."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        sys.exit(0)


def note(message: str) -> None:
    """A sentence on stderr: something the user should know about the result."""
    print(f"assist: {message}", file=sys.stderr)
