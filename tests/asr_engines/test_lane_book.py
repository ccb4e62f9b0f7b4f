"""The lane's bookkeeping: order, merging, feeding again, giving up."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assist.asr.engine import Begin, Feed, Finish, Hypothesise, Request
from assist.asr.lane_book import LaneBook
from assist.asr.wire import Recognised
from assist.events import SAMPLE_RATE, Speaker, TimedWord
from assist.timeline.frame import Samples

HALF = SAMPLE_RATE // 2


def audio(samples: int, value: int = 1) -> Samples:
    return np.full(samples, value, np.int16)


def words(text: str) -> tuple[TimedWord, ...]:
    return tuple(TimedWord(text=word, start=i, end=i + 1) for i, word in enumerate(text.split()))


def answer(request: Request | None, text: str = "hello", done: int = 0) -> Recognised:
    assert isinstance(request, Hypothesise | Finish)
    complete = isinstance(request, Finish)
    return Recognised(request.speaker, request.utterance, request.end, complete, words(text), done)


def send_all(book: LaneBook) -> list[Request]:
    out: list[Request] = []
    while (request := book.next()) is not None:
        out.append(request)
    return out


def utterance(book: LaneBook, speaker: Speaker, number: int, blocks: int, *, finish: bool = True) -> None:
    book.take(Begin(speaker, number, 0))
    for _ in range(blocks):
        book.take(Feed(speaker, number, audio(HALF, number)))
    if finish:
        book.take(Finish(speaker, number, blocks * HALF))


def kinds(requests: list[Request]) -> str:
    return "".join(type(request).__name__[0].lower() if not isinstance(request, Feed) else "." for request in requests)


def test_requests_go_out_in_order_and_blocks_are_joined() -> None:
    book = LaneBook()
    utterance(book, "agent", 1, 4)
    sent = send_all(book)
    assert kinds(sent) == "b..f"
    assert sum(len(r.samples) for r in sent if isinstance(r, Feed)) == 4 * HALF


def test_a_newer_question_replaces_one_that_was_not_sent() -> None:
    book = LaneBook()
    utterance(book, "agent", 1, 2, finish=False)
    book.take(Hypothesise("agent", 1, 2 * HALF))
    first = send_all(book)[-1]
    for end in (3, 4, 5):
        book.take(Feed("agent", 1, audio(HALF)))
        book.take(Hypothesise("agent", 1, end * HALF))
    assert kinds(send_all(book)) == ".."
    assert book.answered(answer(first)) is not None
    (second,) = send_all(book)
    assert isinstance(second, Hypothesise) and second.end == 5 * HALF


def test_an_answer_covers_audio_that_was_sent_before_the_question() -> None:
    book = LaneBook()
    utterance(book, "customer", 1, 2, finish=False)
    utterance(book, "agent", 1, 1, finish=False)
    book.take(Hypothesise("customer", 1, 2 * HALF))
    book.take(Hypothesise("agent", 1, HALF))
    first = send_all(book)[-1]
    book.take(Feed("agent", 1, audio(HALF)))
    assert kinds(send_all(book)) == "."
    book.answered(answer(first))
    (second,) = send_all(book)
    assert isinstance(second, Hypothesise) and second.end == 2 * HALF


def test_a_finish_makes_an_open_question_superfluous_and_the_next_utterance_waits_for_it() -> None:
    book = LaneBook()
    utterance(book, "agent", 1, 1, finish=False)
    utterance(book, "customer", 1, 1, finish=False)
    book.take(Hypothesise("customer", 1, HALF))
    asked = send_all(book)[-1]
    book.take(Hypothesise("agent", 1, HALF))
    book.take(Finish("agent", 1, HALF))
    utterance(book, "agent", 2, 1)
    assert send_all(book) == []
    book.answered(answer(asked))
    assert kinds(send_all(book)) == "fb."


def test_stale_answers_are_dropped() -> None:
    book = LaneBook()
    utterance(book, "agent", 1, 1)
    finish = send_all(book)[-1]
    assert book.answered(answer(Finish("agent", 9, 0))) is None
    assert book.answered(answer(finish)) is not None
    assert book.answered(answer(finish)) is None
    assert not book.owing


def test_a_new_worker_is_fed_everything_again() -> None:
    book = LaneBook()
    utterance(book, "agent", 1, 4, finish=False)
    book.take(Hypothesise("agent", 1, 4 * HALF))
    before = send_all(book)
    assert book.restart(tolerated=2) == []
    after = send_all(book)
    assert kinds(after) == kinds(before) == "b..h"
    book.take(Finish("agent", 1, 4 * HALF))
    book.restart(tolerated=2)
    assert kinds(send_all(book)) == "b..f"


def test_an_utterance_that_keeps_killing_the_worker_is_given_up_with_what_is_known() -> None:
    book = LaneBook()
    utterance(book, "agent", 1, 1, finish=False)
    book.take(Hypothesise("agent", 1, HALF))
    book.answered(answer(send_all(book)[-1], "what is known"))
    book.take(Finish("agent", 1, HALF))
    utterance(book, "customer", 1, 1)
    given_up: list[Recognised] = []
    for _ in range(3):
        send_all(book)
        given_up += book.restart(tolerated=2)
    (lost,) = given_up
    assert lost.complete and " ".join(word.text for word in lost.words) == "what is known"
    assert [r.speaker for r in send_all(book)] == ["customer"] * 3


def test_behind_skips_the_oldest_utterances_that_were_not_begun() -> None:
    book = LaneBook()
    utterance(book, "agent", 1, 8)
    send_all(book)
    for number in (2, 3, 4):
        utterance(book, "agent", number, 8)
    assert book.waiting == 32 * HALF
    count, answers = book.skip_down_to(20 * HALF)
    assert count == 2 and [a.utterance for a in answers] == [2, 3]
    assert all(a.complete and not a.words for a in answers)
    assert book.waiting == 16 * HALF


def test_a_skipped_utterance_that_goes_on_is_answered_at_its_end() -> None:
    book = LaneBook()
    utterance(book, "agent", 1, 8)
    send_all(book)
    utterance(book, "agent", 2, 40, finish=False)
    assert book.skip_down_to(20 * HALF) == (1, [])
    assert book.take(Feed("agent", 2, audio(HALF))) is None
    lost = book.take(Finish("agent", 2, 99))
    assert lost is not None and (lost.utterance, lost.end, lost.words) == (2, 99, ())


def test_audio_in_flight_is_bounded_and_progress_frees_it() -> None:
    book = LaneBook()
    utterance(book, "agent", 1, 60, finish=False)
    sent = send_all(book)
    assert sum(len(r.samples) for r in sent if isinstance(r, Feed)) == 15 * SAMPLE_RATE
    assert book.busy and book.waiting == 15 * SAMPLE_RATE
    assert book.progress(6) and not book.progress(6)
    assert kinds(send_all(book)) == "....."
    book.progress(len(sent) + 5)
    assert kinds(send_all(book)) == "." * 10
    book.progress(100)
    assert not book.busy


def test_requests_about_nothing_are_ignored() -> None:
    book = LaneBook()
    assert book.take(Feed("agent", 3, audio(10))) is None
    assert book.take(Finish("agent", 3, 10)) is None
    assert book.next() is None


def test_giving_up_answers_every_finish_once() -> None:
    book = LaneBook()
    utterance(book, "agent", 1, 2)
    utterance(book, "customer", 1, 2, finish=False)
    send_all(book)
    assert [a.speaker for a in book.give_up_all()] == ["agent"]
    assert book.next() is None and not book.owing
    assert book.take(Finish("customer", 1, 5)) is not None


@given(st.lists(st.sampled_from(["begin", "feed", "ask", "finish", "work", "crash"]), max_size=60))
def test_every_finish_is_answered_exactly_once(steps: list[str]) -> None:
    book = LaneBook()
    asked: list[int] = []
    answered: list[int] = []
    outbox: list[Request] = []
    number = 0
    running = False
    for step in [*steps, "finish", *["work"] * 200]:
        if step == "begin" and not running:
            number, running = number + 1, True
            book.take(Begin("agent", number, 0))
        elif step == "feed" and running:
            book.take(Feed("agent", number, audio(HALF)))
        elif step == "ask" and running:
            book.take(Hypothesise("agent", number, 0))
        elif step == "finish" and running:
            running = False
            asked.append(number)
            lost = book.take(Finish("agent", number, 0))
            answered += [lost.utterance] if lost else []
        elif step == "crash":
            outbox.clear()
            answered += [a.utterance for a in book.restart(tolerated=1)]
        elif step == "work":
            outbox += send_all(book)
            if outbox and isinstance(request := outbox.pop(0), Hypothesise | Finish):
                got = book.answered(answer(request))
                answered += [got.utterance] if got and got.complete else []
    assert sorted(answered) == asked
