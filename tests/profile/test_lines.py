"""Lines of keys in a TOML file."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assist.profile.toml_lines import Key, key_lines

TEXT = '''# a = 1
name = "b = 2"
long = """
c = 3
[not_a_table]
""\\"""" # "
raw = \'\'\'
d = 4\'\'\'

[prompts] # [x]
list = [
  "e = 5", # ]
  { f = 6, g = [ 7,
  ] },
]
inline = { h = "}", i.j = 1 }
"a.b" . 'c' = 2026-01-01 00:00:00
[[many]]
k = 1
[[many]]
k = 2
[turns.deep]
'''


def test_where_everything_is() -> None:
    tomllib.loads(TEXT)
    lines = key_lines(TEXT)
    assert lines.first[("name",)] == 2 and lines.first[("long",)] == 3 and lines.first[("raw",)] == 7
    assert lines.first[("prompts",)] == 10 and lines.first[("prompts", "list")] == 11
    assert lines.first[("prompts", "inline", "i", "j")] == 16
    assert lines.first[("prompts", "a.b", "c")] == 17
    assert lines.first[("many",)] == 18 and lines.first[("turns", "deep")] == 22
    assert ("not_a_table",) not in lines.first and ("c",) not in lines.first and ("d",) not in lines.first
    assert lines.of("prompts", "unknown") == 10 and lines.of("unknown") == 1


def test_what_comes_before_a_mistake_is_known() -> None:
    lines = key_lines("a = 1\n[b]\nc = 2\nc = 3\n= ?\nd = 4")
    assert lines.first == {("a",): 1, ("b",): 2, ("b", "c"): 3} and lines.twice == [(("b", "c"), 3, 4)]


KEYS = st.text("abc_-1", min_size=1, max_size=3)
VALUES = st.sampled_from(
    ["1", "-2.5e3", "true", '"x # y"', "'z = 1'", "[1, [2, 'a]'], ]", '"""\n[q]\n"""', "{ p = 1 }"]
)


@given(st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=4), max_size=4))
@settings(max_examples=100, deadline=None)
def test_every_key_of_any_file_is_found_in_its_line(tables: dict[str, dict[str, str]]) -> None:
    text = ""
    expected: dict[Key, int] = {}
    for table, entries in tables.items():
        expected[(table,)] = text.count("\n") + 1
        text += f"[{table}]\n"
        for key, value in entries.items():
            expected[(table, key)] = text.count("\n") + 1
            text += f"  {key} = {value} # {table}\n"
    found = key_lines(text).first
    assert {key: line for key, line in found.items() if key in expected} == expected
    assert _keys(tomllib.loads(text), ()) == set(found)


def _keys(content: dict[str, Any], above: Key) -> set[Key]:
    keys: set[Key] = set()
    for name, value in content.items():
        keys.add((*above, name))
        if isinstance(value, dict):
            keys |= _keys(value, (*above, name))
    return keys
