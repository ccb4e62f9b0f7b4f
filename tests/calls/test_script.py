"""Scripts: what they may say, and that every mistake is answered by one clear sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.calls.script import Script, ScriptError, load_script, parse_script


def content(*lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    speakers = {"agent": {"voice": "am_michael"}, "customer": {"voice": "af_bella", "style": "upset", "rate": 1.1}}
    return {"name": "test", "speakers": speakers, "utterances": list(lines), **more}


HELLO = {"id": "a1", "speaker": "agent", "text": "Hello."}
REPLY = {"id": "c1", "speaker": "customer", "text": "Hi [pause 0.5] there."}


def test_a_good_script_is_understood() -> None:
    script = parse_script(content(HELLO, REPLY, coach=[{"cue": "pause", "ref": "a1"}]))
    assert isinstance(script, Script)
    assert [line.gap_seconds for line in script.utterances] == [0.4, 0.4]


def test_ids_are_given_by_position_when_left_out() -> None:
    script = parse_script(content({"speaker": "agent", "text": "Hello."}, {"speaker": "customer", "text": "Hi."}))
    assert [line.id for line in script.utterances] == ["u01", "u02"]


def test_speaker_style_and_line_combine() -> None:
    script = parse_script(content(HELLO, {**REPLY, "style": "mine", "gain_db": 2}, styles={"mine": {"rate": 1.2}}))
    prosody = script.prosody(script.utterances[1])
    assert prosody.rate == pytest.approx(1.1 * 1.2)
    assert prosody.gain_db == 2.0


def test_reference_skips_backchannels() -> None:
    backchannel = {"id": "b1", "speaker": "agent", "text": "I see.", "kind": "backchannel", "ref": "c1", "at_word": 1}
    script = parse_script(content(HELLO, REPLY, backchannel, {"id": "a2", "speaker": "agent", "text": "So."}))
    reference = script.reference(script.utterances[3])
    assert reference is not None
    assert reference.id == "c1"


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (["a list"], "a script is a mapping"),
        (content(), "utterances"),
        (content("not a mapping"), "utterance 0"),  # type: ignore[arg-type]
        (content({**HELLO, "spekaer": "agent"}), "utterance a1, spekaer: there is no such field; the fields are"),
        (content({"id": "a1", "speaker": "agent"}), "utterance a1, text: this field is missing"),
        (content({**HELLO, "speaker": "robot"}), "utterance a1, speaker: input should be 'agent' or 'customer'"),
        (content({**HELLO, "rate": 9}), "utterance a1, rate: input should be less than 3, not 9"),
        (content({**HELLO, "cut_words": 0}), "utterance a1, cut_words"),
        (content({**HELLO, "style": "furious"}), "utterance a1: no style 'furious'; choose from agitated, angry"),
        (content({**HELLO, "text": "[pause 1]"}), "utterance a1: text needs words"),
        (content({**HELLO, "text": "Well [pause] yes."}), "the only mark is [pause SECONDS]"),
        (content(HELLO, HELLO), "utterance a1: this id is used twice"),
        (content({**HELLO, "ref": "c9"}), "utterance a1: ref 'c9' is not the id of an earlier utterance"),
        (content({**HELLO, "at_word": 2}), "utterance a1: at_word needs an earlier utterance"),
        (content(HELLO, {**REPLY, "start_seconds": 2, "at_word": 2}), "utterance c1: start_seconds is absolute"),
        (content(HELLO, coach=[{"cue": "pause", "ref": "x"}]), "coach pause: ref 'x' is not the id of an utterance"),
        (content(HELLO, coach=[{"cue": "shout", "ref": "a1"}]), "coach.0.cue: input should be 'pause'"),
        (content({**HELLO, "acts": ["shrug"]}), "utterance a1, acts.0: input should be 'acknowledge'"),
        (content({**HELLO, "acts": ["blame", "blame"]}), "utterance a1: acts names one twice"),
        (content({**HELLO, "feels": "shame"}), "utterance a1: feels is for the caller's lines"),
        (content({**REPLY, "feels": "neutral"}), "utterance c1, feels: input should be 'frustration'"),
        (content({**REPLY, "acts": ["blame"]}), "utterance c1: acts are for the agent's lines"),
        (content(HELLO, coach=[{"cue": "pause", "ref": "a1", "also": ["pause"]}]), "also names a cue twice"),
        (content(HELLO, coach=[{"cue": "pause", "ref": "a1", "also": ["hush"]}]), "coach.0.also.0: input should be"),
        ({**content(HELLO), "speakers": {"agent": {"voice": "am_michael"}}}, "speakers: customer missing"),
        ({**content(HELLO), "speakers": {"agent": {"voice": "Bob"}}}, "speakers.agent.voice"),
        ({**content(HELLO), "tempo": 3}, "tempo: there is no such field; the fields are name, seed"),
    ],
)
def test_mistakes_are_named_in_one_sentence(bad: object, said: str) -> None:
    with pytest.raises(ScriptError) as caught:
        parse_script(bad)
    message = str(caught.value)
    assert said in message
    assert "\n" not in message
    assert message.endswith(".")


def test_file_errors_name_the_file_and_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("name: x\nspeakers: {agent: [\n", encoding="utf-8")
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00\x80")
    for path, said in [
        (broken, "broken.yaml, line 3: this is not valid YAML"),
        (binary, "binary.yaml: cannot be read as UTF-8"),
        (tmp_path / "missing.yaml", "missing.yaml: there is no such file"),
        (tmp_path, "cannot be read"),
    ]:
        with pytest.raises(ScriptError, match=said) as caught:
            load_script(path)
        assert "\n" not in str(caught.value)
