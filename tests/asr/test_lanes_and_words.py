"""From hypotheses to words that stay; the lane of a replay and the lane of a recording; known words as an engine."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.asr.engine import Begin, Feed, Finish, Hypothesise
from assist.asr.inline_lane import InlineLane
from assist.asr.stabiliser import Stabiliser, normal
from assist.asr.stage import RecognitionStage
from assist.asr.still_lanes import NoLane, RecordedLane
from assist.asr.words_engine import WordsEngine
from assist.events import AnyEvent, Hypothesis, SpeechEnded, SpeechStarted, TimedWord, Trouble, Words
from assist.profile.schema import Profile


def timed(text: str, start: int = 0) -> tuple[TimedWord, ...]:
    return tuple(
        TimedWord(text=word, start=start + 4_000 * i, end=start + 4_000 * i + 3_000)
        for i, word in enumerate(text.split())
    )


def heard(text: str, *, complete: bool = False, utterance: int = 1, at: int = 50_000) -> Hypothesis:
    return Hypothesis(
        at=at, known_at=at + 100, speaker="customer", utterance=utterance, words=timed(text), complete=complete
    )


def told(words: list[Words]) -> list[tuple[str, str]]:
    return [(word.stability, word.text) for word in words]


# --------------------------------------------------------------------------------------------------- words that stay
def test_what_two_hypotheses_agree_on_is_stable() -> None:
    stabiliser = Stabiliser("customer")
    assert told(stabiliser.take(heard("I lost"))) == [("partial", "I lost")]
    assert told(stabiliser.take(heard("I lost my jaw"))) == [("stable", "I lost"), ("partial", "my jaw")]
    assert told(stabiliser.take(heard("I lost my job"))) == [("stable", "my"), ("partial", "job")]
    assert told(stabiliser.take(heard("I lost my job.", complete=True))) == [("final", "I lost my job.")]


def test_case_and_punctuation_are_no_disagreement() -> None:
    stabiliser = Stabiliser("customer")
    stabiliser.take(heard("well, I"))
    assert told(stabiliser.take(heard("Well I can't"))) == [("stable", "Well I"), ("partial", "can't")]
    assert normal("Can't,") == "can't"


def test_stable_words_are_never_taken_back() -> None:
    stabiliser = Stabiliser("customer")
    stabiliser.take(heard("one two three"))
    stabiliser.take(heard("one two three"))
    assert stabiliser.take(heard("other")) == []
    assert told(stabiliser.take(heard("other words here now"))) == [("partial", "now")]


def test_nothing_new_is_not_said_again() -> None:
    stabiliser = Stabiliser("customer")
    stabiliser.take(heard("hello"))
    stabiliser.take(heard("hello"))
    assert stabiliser.take(heard("hello")) == []


def test_an_empty_final_says_nothing_and_the_next_utterance_begins_anew() -> None:
    stabiliser = Stabiliser("customer")
    stabiliser.take(heard("hello there"))
    assert stabiliser.take(heard("", complete=True)) == []
    assert told(stabiliser.take(heard("hello there", utterance=2))) == [("partial", "hello there")]


TEXTS = st.lists(st.text("ab ", max_size=12), max_size=8)


@given(st.lists(TEXTS, max_size=4))
@settings(max_examples=200, deadline=None)
def test_stable_words_only_grow_and_one_final_ends_an_utterance(utterances: list[list[str]]) -> None:
    stabiliser = Stabiliser("customer")
    for number, texts in enumerate(utterances):
        stable: list[str] = []
        for text in texts:
            before: list[str] = stable
            for words in stabiliser.take(heard(text, utterance=number)):
                assert words.text and words.at == words.end <= words.known_at
                assert (words.start, words.end) == (words.words[0].start, words.words[-1].end)
                if words.stability == "stable":
                    stable = [*stable, *words.text.split()]
            assert stable[: len(before)] == before
        final = stabiliser.take(heard("a b", complete=True, utterance=number))
        assert told(final) == [("final", "a b")]


# ------------------------------------------------------------------------------------------------ the lane of a replay
def test_an_answer_to_finish_that_only_repeats_the_guess_is_as_early_as_the_guess() -> None:
    lane = InlineLane(WordsEngine({"customer": timed("hello there")}), 4_800)
    lane.submit(Begin("customer", 1, 0), 0)
    lane.submit(Feed("customer", 1, np.zeros(20_000, np.int16)), 20_000)
    lane.submit(Hypothesise("customer", 1, 20_000), 20_000)
    lane.submit(Finish("customer", 1, 23_000), 23_000)
    assert lane.ready(24_799) == []
    guess, final = lane.ready(24_800)
    assert isinstance(guess, Hypothesis) and isinstance(final, Hypothesis)
    assert (guess.complete, final.complete, final.at, final.known_at) == (False, True, 23_000, 24_800)


def test_an_early_final_does_not_overtake_what_was_asked_before_it() -> None:
    class Fickle(WordsEngine):
        def __init__(self) -> None:
            super().__init__({})
            self.answers = [timed("a"), timed("a b"), timed("a")]

        def hypothesis(self, speaker: object) -> tuple[TimedWord, ...]:
            return self.answers.pop(0)

    lane = InlineLane(Fickle(), 4_800)
    lane.submit(Begin("customer", 1, 0), 0)
    for now in (1_000, 3_000):
        lane.submit(Hypothesise("customer", 1, now), now)
    lane.submit(Finish("customer", 1, 5_000), 5_000)
    answers = [answer for now in range(5_000, 12_000, 100) for answer in lane.ready(now)]
    assert [a.complete for a in answers if isinstance(a, Hypothesis)] == [False, False, True]


def test_draining_gives_all_that_is_outstanding() -> None:
    lane = InlineLane(WordsEngine({}), 16_000)
    lane.submit(Begin("agent", 1, 0), 0)
    lane.submit(Finish("agent", 1, 10), 10)
    (answer,) = lane.drain(11)
    assert answer.known_at == 11 and lane.drain(12) == []


# ------------------------------------------------------------------------------------------------------- other lanes
def test_a_recorded_lane_gives_each_answer_at_its_moment() -> None:
    answers: list[AnyEvent] = [heard("a", at=100), Trouble(at=900, known_at=900, what="recognition_behind", since=1)]
    lane = RecordedLane("vosk", answers)
    assert lane.engine == "vosk"
    assert [lane.ready(now) for now in (199, 200, 201, 899)] == [[], [answers[0]], [], []]
    assert lane.drain(900) == [answers[1]]


def test_no_lane_says_nothing() -> None:
    lane = NoLane()
    lane.submit(Begin("agent", 1, 0), 0)
    assert (lane.engine, lane.ready(10), lane.drain(10)) == ("none", [], [])
    lane.close()


# ------------------------------------------------------------------------------------------------------- known words
def test_known_words_are_heard_when_their_middle_was_fed() -> None:
    engine = WordsEngine({"customer": timed("one two three")})
    engine.begin("customer", 1_000)
    assert engine.hypothesis("customer") == ()
    engine.feed("customer", np.zeros(501, np.int16))
    assert [w.text for w in engine.hypothesis("customer")] == ["one"]
    engine.feed("customer", np.zeros(50_000, np.int16))
    assert [w.text for w in engine.finish("customer")] == ["one", "two", "three"]
    engine.begin("agent", 0)
    assert engine.finish("agent") == ()
    engine.close()


# --------------------------------------------------------------------------------------------------- the whole stage
def test_words_never_end_after_the_sound_that_was_heard() -> None:
    lane = RecordedLane("x", [heard("some long words", at=9_000)])
    stage = RecognitionStage(Profile(), lane, 512)
    events = stage.hop([], (0.0, 0.0), np.zeros((512, 2), np.int16), 9_728)
    (hypothesis, words) = events
    assert isinstance(hypothesis, Hypothesis) and isinstance(words, Words)
    assert words.end == words.at == hypothesis.words[-1].end == 9_000
    assert [w.text for w in words.words] == ["some", "long", "words"]


def test_long_numbers_never_leave_the_stage() -> None:
    lane = RecordedLane("x", [heard("my card is 4111 1111 1111 1111", complete=True)])
    events = RecognitionStage(Profile(), lane, 512).hop([], (0.0, 0.0), np.zeros((512, 2), np.int16), 60_000)
    assert "4111" not in repr(events) and "[number]" in repr(events)


def test_both_sides_are_cut_on_their_own() -> None:
    class Noting(NoLane):
        def __init__(self) -> None:
            self.seen: list[object] = []

        def submit(self, request: object, now: int) -> None:
            self.seen.append(request)

    lane = Noting()
    stage = RecognitionStage(Profile(), lane, 512)
    audio = np.zeros((512, 2), np.int16)
    audio[:, 1] = 7
    started = [
        SpeechStarted(at=0, known_at=512, speaker="agent", start=0),
        SpeechStarted(at=0, known_at=512, speaker="customer", start=0),
    ]
    stage.hop([*started], (1.0, 1.0), audio, 512)
    stage.hop([SpeechEnded(at=512, known_at=1_024, speaker="agent", start=0, end=512)], (0.0, 1.0), audio, 1_024)
    stage.flush(1_024, 1_025)
    feeds = [r for r in lane.seen if isinstance(r, Feed)]
    assert {(r.speaker, int(r.samples[0])) for r in feeds} == {("agent", 0), ("customer", 7)}
    assert sum(isinstance(r, Finish) for r in lane.seen) == 2
