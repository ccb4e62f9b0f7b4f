"""Label tracks: what is read, and what a broken line says."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.session.labels import Label, LabelError, read_labels


def track(folder: Path, text: str) -> Path:
    path = folder / "labels.txt"
    path.write_bytes(text.encode())
    return path


def test_what_a_label_may_say(tmp_path: Path) -> None:
    path = track(
        tmp_path,
        "\ufeff# marked by hand\n\n"
        "4.5\t6.25\tagent:Dead end\r\n"
        "\\\t200.0\t3000.0\n"
        "1.0\t1.0\tpause\n"
        "7\t8\tinterruption\n"
        "9\t10\t customer: backchannel \n"
        "11\t12\tOffer choices\n"
        "13\t14\tagent:offer_choices\n"
        "15\t16\tdistress\n"
        "17\t18\tpause|Ask what changed\n"
        "19\t20\t(reframe | acknowledge)\n",
    )
    second = 16_000
    assert read_labels(path) == [
        Label(second, second, "prompt", "pause"),
        Label(72_000, 100_000, "act", "dead_end", "agent"),
        Label(7 * second, 8 * second, "overlap", "interruption"),
        Label(9 * second, 10 * second, "overlap", "backchannel", "customer"),
        Label(11 * second, 12 * second, "prompt", "offer_choices"),
        Label(13 * second, 14 * second, "act", "offer_choices", "agent"),
        Label(15 * second, 16 * second, "caller", "distress"),
        Label(17 * second, 18 * second, "prompt", "pause", None, ("ask_what_changed",)),
        Label(19 * second, 20 * second, "prompt", "reframe", None, ("acknowledge",), optional=True),
    ]


def test_a_track_without_labels_is_fine(tmp_path: Path) -> None:
    assert read_labels(track(tmp_path, "")) == []
    assert read_labels(track(tmp_path, "# a calm call\n")) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1.0 2.0 pause", "start, TAB, end, TAB, label"),
        ("1.0\t2.0", "start, TAB, end, TAB, label"),
        ("one\t2.0\tpause", 'the start "one" must be a number of seconds'),
        ("1.0\tnan\tpause", 'the end "nan"'),
        ("1,5\t2,5\tpause", 'the start "1,5"'),
        ("-1\t2\tpause", 'the start "-1"'),
        ("2.0\t1.0\tpause", "ends (1.0) before it starts (2.0)"),
        ("1.0\t2.0\tpuase", 'there is no label "puase"; did you mean "pause"?'),
        ("1.0\t2.0\tagent:interuption", 'did you mean "interruption"?'),
        ("1.0\t2.0\tzzzzzz", "known are: acknowledge, "),
        ("1.0\t2.0\t", 'there is no label ""'),
        ("1.0\t2.0\tcaller:distress", '"caller" is not a side of the call; write agent: or customer:'),
        ("1.0\t2.0\t(distress)", "only prompts stand in brackets or beside each other"),
        ("1.0\t2.0\tpause|blame", "only prompts stand in brackets or beside each other"),
        ("1.0\t2.0\tpause|puase", 'there is no label "puase"; did you mean "pause"?'),
        ("1.0\t2.0\tpause|", 'there is no label ""'),
        ("1.0\t2.0\tagent:pause", '"pause" is a prompt and belongs to no side; write just pause'),
    ],
)
def test_broken_line(line: str, expected: str, tmp_path: Path) -> None:
    path = track(tmp_path, "0.0\t1.0\tpause\n" + line + "\n")
    with pytest.raises(LabelError) as problem:
        read_labels(path)
    message = str(problem.value)
    assert message.startswith(f"{path}:2: ") and expected in message and "\n" not in message


def test_files_that_are_no_tracks(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"no\.txt: cannot read these labels: No such file"):
        read_labels(tmp_path / "no.txt")
    with pytest.raises(LabelError, match="cannot read these labels"):
        read_labels(tmp_path)
    (tmp_path / "binary.txt").write_bytes(b"\xff\xfe1")
    with pytest.raises(LabelError, match="not a text file"):
        read_labels(tmp_path / "binary.txt")
