"""Commands that open a window of their own: setup, settings."""

from __future__ import annotations

from pathlib import Path

import typer


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(setup)
    app.command()(settings)


def setup() -> None:
    """Set up: devices with a sound check, two phrases, your beat, the overlay's place. As often as you like."""
    from assist.ui.own_windows import run_setup

    run_setup()


def settings(
    profile: Path = typer.Option(
        None, "--profile", help="Profile to edit, a file or a name; without it your own, 'mine'."
    ),
) -> None:
    """Edit the settings of a profile: search, units and ranges, what differs and who set it, reset."""
    from assist.profile.load import ProfileError
    from assist.profile.where import find
    from assist.ui.own_windows import run_settings

    path = None
    if profile is not None and (path := find(profile)) is None:
        raise ProfileError('"default" is built in and cannot be edited; leave --profile out to edit your own.')
    run_settings(path)
