"""The thresholds a recorded call was made with, written beside it and read back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assist.profile.schema import GROUPS, Profile, settings
from assist.session.call_files import InputError
from assist.session.recorded_call import RecordedCall
from assist.session.recorder import ABOUT


def described(profile: Profile) -> dict[str, Any]:
    """What `call.json` holds of a profile."""
    return {"profile": profile.name, "thresholds": {name: asdict(getattr(profile, name)) for name in GROUPS}}


def thresholds_profile(call: RecordedCall) -> Profile:
    """The profile of a recorded call; thresholds it does not know have their defaults.

    Raises:
        InputError: a setting has an impossible value.
    """
    groups: dict[str, Any] = {}
    for name, group in GROUPS.items():
        kept = call.thresholds.get(name, {})
        values: dict[str, Any] = {}
        for key, (default, about) in settings(group).items():
            value = kept.get(key, default)
            if (fault := about.fault(value)) is not None:
                raise InputError(f"{call.folder / ABOUT}: {name}.{key} {fault}.")
            values[key] = about.taken(value)
        groups[name] = group(**values)
    return Profile(name=call.started.profile, **groups)
