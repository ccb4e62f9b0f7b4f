"""`assist profile`: look at threshold profiles, check them before they are rolled out, compare them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assist.cli.errors import write

if TYPE_CHECKING:
    from assist.profile.load import Loaded

app = typer.Typer(
    help="Show, check and compare threshold profiles.",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """Output forms."""

    TABLE = "table"
    TOML = "toml"
    JSON = "json"


@app.callback()
def _default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_profiles()


@app.command("list")
def list_profiles() -> None:
    """List the profiles that can be called by name, and say where they lie."""
    from assist.profile.load import ProfileError, resolve
    from assist.profile.render import changed
    from assist.profile.where import known_names, profiles_folder

    write("default  built in")
    for name in known_names():
        try:
            loaded = resolve(profiles_folder() / f"{name}.toml")
        except ProfileError:
            state = f"cannot be used: assist profile check {name}"
        else:
            count = len(changed(loaded.profile))
            state = f"inherits {loaded.layers[-1].inherits}; differs from the defaults in {count}"
            state = f"cannot be used: assist profile check {name}" if loaded.problems else state
        write(f"{name}  {state}")
    write(f"A file NAME.toml in {profiles_folder()} is found by its name.")


@app.command()
def show(
    profile: Path = typer.Argument(None, metavar="[P]", help="Name or file; without it the defaults."),
    only_changed: bool = typer.Option(False, "--changed", help="Only what differs from the defaults."),
    form: Format = typer.Option(Format.TABLE, "--format", help="Output form; toml is a profile that needs no other."),
) -> None:
    """Show the values that count, each with unit, range, and the file and line that set it."""
    from assist.profile import render
    from assist.profile.schema import ALL
    from assist.profile.where import DEFAULT

    loaded = _sound(profile or Path(DEFAULT))
    names = render.changed(loaded.profile) if only_changed else list(ALL)
    if form is Format.TOML:
        typer.echo(render.as_toml(loaded, names).encode(), nl=False)  # TOML is UTF-8, whatever the terminal is
    elif form is Format.JSON:
        write(render.as_json(loaded, names))
    else:
        from assist.cli.profile_tables import print_values

        print_values(loaded, names)


@app.command()
def check(profiles: list[Path] = typer.Argument(..., metavar="P...", help="Names or files.")) -> None:
    """Check profiles and those they inherit from: every problem on a line, with file, line and what is allowed.

    Exits with 2 if one cannot be used.
    """
    from assist.profile.load import Problem, ProfileError, resolve

    told: dict[Problem, None] = {}
    bad = 0
    for profile in profiles:
        try:
            loaded = resolve(profile)
        except ProfileError as problem:
            problems = list(problem.problems)
            if not problems:
                write(str(problem))
        else:
            problems = list(loaded.problems)
            if not problems:
                write(_fine(profile, loaded))
                continue
        bad += 1
        for each in problems:
            if each not in told:
                write(str(each))
            told[each] = None
    if bad:
        raise ProfileError(
            f"{bad} of {len(profiles)} profile{'s' * (len(profiles) != 1)} cannot be used; correct the lines listed."
        )


@app.command()
def diff(
    first: Path = typer.Argument(..., metavar="A", help="Name or file."),
    second: Path = typer.Argument(..., metavar="B", help="Name or file."),
) -> None:
    """Show in which values two profiles differ, and where each was set."""
    from assist.cli.profile_tables import print_differences
    from assist.profile.render import changed

    one, other = _sound(first), _sound(second)
    if names := changed(one.profile, other.profile):
        print_differences((one, first), (other, second), names)
    else:
        write(f"{first} and {second} have the same values.")


@app.command()
def docs(output: Path = typer.Option(None, "--output", "-o", metavar="FILE", help="Write to this file.")) -> None:
    """Write the table of every setting: name, default, range, unit, sentence (Markdown)."""
    from assist.profile.render import as_markdown

    if output is None:
        typer.echo(as_markdown().encode(), nl=False)
        return
    from assist.cli.outputs import check_outputs
    from assist.session.call_files import InputError

    check_outputs((output,), ())
    try:
        output.write_bytes(as_markdown().encode())
    except OSError as problem:
        raise InputError(f"{output}: it cannot be written: {problem.strerror}.") from problem


def _sound(profile: Path) -> Loaded:
    """A profile without problems."""
    from assist.profile.load import resolve

    loaded = resolve(profile)
    if loaded.problems:
        raise loaded.error()
    return loaded


def _fine(profile: Path, loaded: Loaded) -> str:
    from assist.profile.render import changed

    if not loaded.layers:
        return f"{profile}: fine; it is built in."
    count = len(changed(loaded.profile))
    if not any(layer.values for layer in loaded.layers):
        return f"{profile}: can be used, but sets nothing: every value is the default."
    above = " and ".join(str(layer.path) for layer in loaded.layers[-2::-1]) or "the defaults"
    return f"{profile}: fine; {count} value{'s' * (count != 1)} differ{'s' * (count == 1)} from the defaults, inherits {above}."
