"""The thresholds a recorded call was made with, written beside it and read back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assist.profile.schema import GROUPS, Profile
from assist.session.recorded_call import RecordedCall


def described(profile: Profile) -> dict[str, Any]:
    """What `call.json` holds of a profile."""
    return {"profile": profile.name, "thresholds": {name: asdict(getattr(profile, name)) for name in GROUPS}}


def thresholds_profile(call: RecordedCall) -> Profile:
    """The profile of a recorded call; thresholds it does not know have their defaults."""
    groups: dict[str, Any] = {}
    for name, group in GROUPS.items():
        known = asdict(group())
        groups[name] = group(**{**known, **{k: v for k, v in call.thresholds.get(name, {}).items() if k in known}})
    return Profile(name=call.started.profile, **groups)
