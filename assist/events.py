"""The closed set of events: everything that one stage tells another, a file, a window or another program.

This file imports nothing of ours, so every stage may import it. The JSON Lines form is generated from these classes
(`assist.eventlog`); names never change meaning, new fields and types may be added, and `SCHEMA` counts such changes.

All times are sample indices at 16 kHz since the start of the call. Every event has two:

    at        the moment it is about
    known_at  the first moment the program could know it; never before `at` has been heard
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SAMPLE_RATE = 16_000
"""Samples per second of the one time axis."""

SCHEMA = 2
"""Version of the event set, written in every `call_started`."""

Speaker = Literal["agent", "customer"]
SPEAKERS: tuple[Speaker, Speaker] = ("agent", "customer")

Stability = Literal["partial", "stable", "final"]
Verdict = Literal["interruption", "backchannel", "cooperative", "inconclusive"]
Stage = Literal["early", "late"]
TensionState = Literal["settled", "rising", "high"]
ClosedWhy = Literal["followed", "expired", "dismissed", "not_helpful"]
Bleeding = Literal["none", "low", "high"]
CreditName = Literal[
    "beat_kept", "listened_in_silence", "acknowledged", "asked_what_changed", "reframed", "offered_choices", "handed_over",
]  # fmt: skip
StepName = Literal[
    "disclosed", "acknowledged", "asked_what_changed", "reframed", "offered_choices", "handed_over", "passed_over", "eased",
]  # fmt: skip
Action = Literal["dismiss", "not_helpful", "snooze", "pause", "resume"]

CueName = Literal[
    "pause", "acknowledge", "ask_what_changed", "reframe", "offer_choices", "slow_down", "let_them_in", "check_in",
    "safety",
]  # fmt: skip
ActName = Literal[
    "acknowledge", "clarify", "reframe", "offer_choices", "hand_over_choice",
    "but_opener", "non_apology", "dead_end", "policy_wall", "blame", "brush_off", "ultimatum", "straight_to_demand",
]  # fmt: skip
CallerKind = Literal["frustration", "distress", "anxiety", "shame", "confusion", "easing", "neutral"]


def other(speaker: Speaker) -> Speaker:
    """The other side of the call."""
    return "customer" if speaker == "agent" else "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What every event carries."""

    at: int
    """The moment it is about, in samples."""
    known_at: int
    """The first moment it could be known, in samples."""


# ------------------------------------------------------------------------------------------------ the call itself
@dataclass(frozen=True, slots=True, kw_only=True)
class CallStarted(Event):
    """First event of every call."""

    schema: int = SCHEMA
    app_version: str = ""
    source: str = ""
    """`live`, or the file that is replayed."""
    engine: str = ""
    """Recognition engine: moonshine, vosk, whisper, words, none."""
    profile: str = ""
    """Name of the threshold profile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded(Event):
    """Last event of every call; `at` is the call's length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Event):
    """Audio that was never captured; the time line holds silence there."""

    speaker: Speaker
    start: int
    end: int
    why: str
    """`device_lost`, `overflow`, `nothing_played`, `late`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble(Event):
    """Something does not work, or works again; shown to the agent, never silent."""

    what: str
    """A stable name: `no_audio`, `device_lost`, `device_busy`, `no_permission`, `wrong_source`, `one_channel`, `disk`,
    `mixed_channel` (two voices, not told apart), `mixed_overlaps` (told apart, but not where both speak),
    `recognition_restarting`, `recognition_behind`, `recognition_off`, `failed`,
    `plain_reading` (the text model is missing or broken: plain word rules read the caller's words),
    `prompts_unused`, `phrases_unused`, `playbooks_unused`, `taught_unused` (a file of the user's own is broken)."""
    since: int
    until: int | None = None
    """None while it lasts; the end when it is over."""
    speaker: Speaker | None = None
    """The side concerned, or None for both."""
    message: str = ""
    """One sentence for the agent: what is wrong and how to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability(Event):
    """Cues that cannot be given (or can again), and why: the program says "unavailable" instead of guessing."""

    cues: tuple[CueName, ...]
    available: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserActed(Event):
    """The agent used the overlay; an input of the pipeline, so that a replay knows it too."""

    action: Action
    prompt: int | None = None
    """Number of the prompt it is about."""


# ------------------------------------------------------------------------------------------------------- speech
@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechStarted(Event):
    """Voice began on one side."""

    speaker: Speaker
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechEnded(Event):
    """Voice ended on one side: one stretch of speech without an own silence worth the name."""

    speaker: Speaker
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnStarted(Event):
    """A turn began: speech after an own silence of at least the turn gap."""

    speaker: Speaker
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnEnded(Event):
    """A turn is over; known one turn gap after its last sound."""

    speaker: Speaker
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorChanged(Event):
    """Another side holds the floor, or nobody."""

    holder: Speaker | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapStarted(Event):
    """`speaker` began to talk while the other was talking."""

    speaker: Speaker
    onset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapEnded(Event):
    """Both are no longer talking at once."""

    speaker: Speaker
    onset: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapJudged(Event):
    """What an overlap was. An early verdict may be corrected by a late one with the same speaker and onset."""

    speaker: Speaker
    """Who came in."""
    onset: int
    end: int
    verdict: Verdict
    probability: float
    stage: Stage = "late"
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence(Event):
    """A stretch in which nobody spoke."""

    start: int
    end: int
    before: Speaker | None
    """Who spoke last before it."""
    after: Speaker | None
    """Who broke it; None at the end of the call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bleed(Event):
    """How much of one side's voice is heard on the other side's channel; sent when the judgement changes."""

    speaker: Speaker
    """Whose voice leaks: `customer` is the loudspeaker heard by the microphone, `agent` is sidetone."""
    state: Bleeding
    level_db: float
    """Level of the leak against the same voice on its own channel."""
    lag: int
    """Samples by which the leak is later."""
    correlation: float
    """Of the two loudness curves at that lag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatOpened(Event):
    """The caller stopped: the agent's chosen beat begins. Sent again with the same start when what is known changes."""

    start: int
    length: int
    """Samples of the beat: longer after an emotional turn."""
    finished: float
    """Probability that the caller has finished and is not only breathing."""
    breathing: bool = False
    """The caller may well go on: the probability is not high enough (yet) to say that it is the agent's turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatClosed(Event):
    """The beat is over: kept, cut short by the agent, or the caller went on."""

    start: int
    end: int
    why: Literal["kept", "cut_short", "caller_went_on"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseGap(Event):
    """Silence between the end of one side's turn and the start of the other's reply; negative when they overlapped."""

    speaker: Speaker
    """Who replied."""
    start: int
    end: int
    emotional: bool = False
    """The turn replied to was an emotional one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace(Event):
    """How fast one side speaks over the last stretch of own speech, against the own running median."""

    speaker: Speaker
    words_per_minute: float
    ratio: float
    """To the own median so far; 1.0 while that forms."""
    fast: bool = False
    """Faster than the profile allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit(Event):
    """The agent did a good thing."""

    name: CreditName
    start: int
    end: int
    text: str = ""
    """The agent's words, if it was said in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dynamics(Event):
    """The call in numbers so far; sent every minute, and with `complete` at its end. Seconds, not samples."""

    agent_seconds: float
    customer_seconds: float
    silence_seconds: float
    both_seconds: float
    agent_turns: int
    customer_turns: int
    longest_agent_seconds: float
    longest_customer_seconds: float
    median_gap_seconds: float | None
    """Median silence before the agent's replies."""
    agent_interruptions: int
    customer_interruptions: int
    backchannels: int
    complete: bool = False


# -------------------------------------------------------------------------------------------------------- voice
@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceFeatures(Event):
    """How the caller's voice sounds over a few seconds of one turn: plain measurements, judged against nothing.

    All but the pitch are taken within the telephone band, 300 to 3400 Hz.
    """

    speaker: Speaker
    start: int
    end: int
    speech_seconds: float
    """Speech in it, pauses left out."""
    voiced_seconds: float
    """Of that with a pitch: what the numbers rest on; with hardly any of it they mean nothing."""
    level_db: float
    """Level of the louder voiced sounds (upper quartile), dB of full scale."""
    noise_db: float | None
    """Level of this side's last seconds without speech, measured the same way; None while not known."""
    pitch_semitones: float
    """Mean pitch without the highest and lowest 15 %, semitones above 100 Hz."""
    pitch_spread_semitones: float
    """How far the pitch moves: 15th to 85th percentile."""
    tilt_db: float
    """Energy above 1 kHz against that below: less negative is brighter, as in a raised voice."""
    harmonicity_db: float
    """Energy of the periodic part of the voice against the rest of it."""
    jitter_semitones: float
    """How unsteady the pitch is from one 16 ms to the next (median of second differences)."""
    shimmer_db: float
    """The same of the level."""
    syllables_per_second: float
    """Syllable-like peaks per second of speech, pauses left out."""
    pause_share: float
    """Share of the time from start to end without speech, 0..1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceChange(Event):
    """How much tenser the caller's voice is than it was in this caller's own opening; one or more for every turn."""

    speaker: Speaker
    start: int
    end: int
    score: float
    """0..1; from 0.5 on it counts as tenser. 0.0 when abstained."""
    reasons: tuple[str, ...] = ()
    """What changed, the weightiest first: `louder`, `higher`, `wider`, `sharper voice`, `faster`."""
    abstained: str = ""
    """Why nothing can be said: `baseline is forming`, `too little speech`, `too noisy`, `both voices on one line`."""
    seconds: float = 0.0
    """Voiced speech of the turn that the score rests on."""
    complete: bool = False
    """The turn is over; before that the score is about the turn so far."""


# -------------------------------------------------------------------------------------------------------- words
@dataclass(frozen=True, slots=True, kw_only=True)
class TimedWord:
    """One recognised word."""

    text: str
    start: int
    end: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis(Event):
    """What an engine returned for an utterance so far; an input of the pipeline. `at`: end of the audio it heard."""

    speaker: Speaker
    utterance: int
    words: tuple[TimedWord, ...]
    complete: bool
    """True for the last one of an utterance."""
    engine: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Event):
    """Recognised text.

    partial: the tail that may still change; replaces the last partial of this utterance.
    stable:  words newly agreed on by successive hypotheses; append.
    final:   the whole utterance, once; replaces what was partial or stable. Collect these for a transcript.
    """

    speaker: Speaker
    start: int
    end: int
    text: str
    stability: Stability
    utterance: int = 0
    words: tuple[TimedWord, ...] = ()
    confidence: float = 1.0


# --------------------------------------------------------------------------------------------------------- cues
@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A piece of the call that speaks for a cue."""

    speaker: Speaker
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act(Event):
    """A good act or a slip in the agent's words."""

    name: ActName
    speaker: Speaker
    start: int
    end: int
    probability: float
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerState(Event):
    """What the caller's words carry: a kind of feeling, disclosed situations, words that need a human at once."""

    kind: CallerKind
    probability: float
    start: int
    end: int
    situations: tuple[str, ...] = ()
    safety: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tension(Event):
    """The caller's tension, relative to this caller's own opening of this call."""

    level: float
    state: TensionState
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TensionSpike(Event):
    """The caller's tension rose and has settled again; `at` is its peak."""

    start: int
    end: int
    peak: float
    """Highest level, 0..1."""
    reasons: tuple[str, ...] = ()
    """What the peak was made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery(Event):
    """What became of a prompt, told once for each a minute after it: was it followed, and is the caller calmer?"""

    prompt: int
    cue: CueName
    before: float
    """Tension when the prompt was shown."""
    after: float
    """Lowest tension within the minute after it was followed, or after it was shown."""
    calmer: bool
    followed: bool = True
    """Within the agent's next two turns."""
    followed_at: int | None = None
    """When it was followed, in samples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff(Event):
    """The agent came in while the caller had the floor, and this is what the caller was saying."""

    onset: int
    """Of the overlap; see the `overlap_judged` of the same onset."""
    start: int
    end: int
    text: str
    kind: CallerKind
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LeapStep(Event):
    """What became of something the caller disclosed or showed: one step of LEAP taken, or left out, with its evidence."""

    matter: int
    """Number of the matter, from 1; a later disclosure, once the agent has replied, is a new one."""
    step: StepName
    """`passed_over`: the agent's reply was over and nothing in it acknowledged the caller. `eased`: the caller is relieved."""
    kind: CallerKind
    situations: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CueRaised(Event):
    """A candidate for a prompt; the coaching stage decides. `at` is the moment it is about."""

    cue: CueName
    reason: str
    """A stable name of the rule: `talk_over`, `straight_to_demand`, `dead_end`, `no_acknowledgement`..."""
    urgency: float
    """0..1; the more urgent candidate wins, and one below the least urgency is not worth a prompt."""
    evidence: tuple[Evidence, ...] = ()
    immediate: bool = False
    """True if it may appear at once instead of at a turn boundary (talk-over, safety)."""
    instead: tuple[CueName, ...] = ()
    """Cues that would serve as well, the best first, where this one was shown too lately."""
    situation: str = ""
    """What the caller disclosed, if known: the prompt can then be worded for it."""


# ------------------------------------------------------------------------------------------------------ prompts
@dataclass(frozen=True, slots=True, kw_only=True)
class PromptShown(Event):
    """One prompt is on screen."""

    prompt: int
    cue: CueName
    title: str
    line: str
    reason: str
    evidence: tuple[Evidence, ...] = ()
    urgency: float = 0.0
    """As it was weighed: with the caller's tension, what the agent did well lately, and the weight of the cue."""
    icon: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptWithheld(Event):
    """A candidate that was not shown, and why; the supervisor will ask."""

    cue: CueName
    reason: str
    """`budget_gap`, `budget_rate`, `repeat`, `on_screen`, `late`, `satisfied`, `not_earned`, `outranked`,
    `disclosure` (a mandatory text is being read), `safety` (was shown shortly before), `snoozed`, `paused`, `unavailable`."""
    raised_by: str = ""
    urgency: float = 0.0
    """As it was weighed."""
    needed: float = 0.0
    """The urgency that would have earned it a prompt at that moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptClosed(Event):
    """The prompt went away."""

    prompt: int
    cue: CueName
    why: ClosedWhy
    calmer: bool | None = None
    """True if the caller is calmer already; None while that is not known: `recovery` tells it a minute later."""


AnyEvent = (
    CallStarted | CallEnded | Gap | Trouble | Availability | UserActed
    | SpeechStarted | SpeechEnded | TurnStarted | TurnEnded | FloorChanged
    | OverlapStarted | OverlapEnded | OverlapJudged | Silence
    | Bleed | BeatOpened | BeatClosed | ResponseGap | Pace | Credit | Dynamics
    | VoiceFeatures | VoiceChange
    | Hypothesis | Words
    | Act | CallerState | Tension | TensionSpike | CutOff | LeapStep | CueRaised
    | PromptShown | PromptWithheld | PromptClosed | Recovery
)  # fmt: skip
"""Any event of the closed set."""
