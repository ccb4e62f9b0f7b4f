"""Commands that look at this computer: doctor, selftest, devices."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from assist.cli.errors import write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assist.capture.devices import Device

JSON = typer.Option(False, "--json", help="One JSON object for other programs.")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(doctor)
    app.command()(selftest)
    app.command()(devices)


def doctor(as_json: bool = JSON) -> None:
    """Check audio, models, display and disk, and say what to do. Exits with 1 if a call could not run."""
    from assist.doctor.examine import can_run, examine

    findings = []
    for finding in examine():
        findings.append(finding)
        if not as_json:
            write(f"{finding.state:<9}  {finding.part:<15}  {finding.text}")
    fine = can_run(findings)
    if as_json:
        write(json.dumps({"can_run": fine, "findings": [asdict(finding) for finding in findings]}, indent=1))
    else:
        write("A call can run." if fine else "A call cannot run before what is missing is there.")
    raise typer.Exit(0 if fine else 1)


def selftest(as_json: bool = JSON) -> None:
    """Run a call of ten seconds through everything, without screen and sound. Exits with 1 and says what broke."""
    from assist.doctor.selftest import CheckFailed
    from assist.doctor.selftest import selftest as run

    outcomes = []
    for outcome in run():
        outcomes.append(outcome)
        if not as_json:
            state = "ok" if outcome.works else "broken"
            write(f"{state:<6}  {outcome.part:<19}  {outcome.text} ({outcome.seconds:.1f} s)")
    broken = [outcome.part for outcome in outcomes if not outcome.works]
    if as_json:
        write(json.dumps({"works": not broken, "parts": [asdict(outcome) for outcome in outcomes]}, indent=1))
    if broken:
        raise CheckFailed(f"this does not work: {', '.join(broken)}; 'assist doctor' says what may be missing.")
    if not as_json:
        write("Everything works.")


def devices(as_json: bool = JSON) -> None:
    """List microphones, and outputs whose sound can be heard, under the names that `assist run` takes."""
    from assist.capture.devices import list_devices
    from assist.session.settings import remembered

    found, choice = list_devices(), remembered()
    if as_json:
        listed = [
            {**{key: value for key, value in asdict(d).items() if key not in ("access", "address", "master")},
             "chosen": d.name in (choice.microphone, choice.output)}
            for d in found
        ]  # fmt: skip
        write(json.dumps({"devices": listed}, indent=1))
        return
    _print_kind("Microphones, for --microphone:", [d for d in found if d.kind == "microphone"], choice.microphone)
    _print_kind("Outputs that can be heard, for --output:", [d for d in found if d.kind == "output"], choice.output)
    if not found:
        write("'assist doctor' says what to do.")


def _print_kind(title: str, devices: Sequence[Device], chosen: str | None) -> None:
    write(title)
    if not devices:
        write("  none")
    for device in devices:
        notes = [device.backend, f"{device.rate} Hz", f"{device.channels} channel{'s' * (device.channels != 1)}"]
        notes += ["the system's default"] * device.is_default + ["chosen last time"] * (device.name == chosen)
        name = device.name if device.label in ("", device.name) else f"{device.name}  ({device.label})"
        write(f"  {name}\n      {', '.join(notes)}")
