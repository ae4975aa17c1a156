"""A missing module in a package's build: also where one record of a log holds pip's whole box."""

from __future__ import annotations

import base64
import io
import json

import pytest

from envwright.diagnose.verdict import observe
from envwright.failures.catalogue import load
from envwright.logs.opening import open_logs
from envwright.logs.text import LogText

BOX = """\
  error: subprocess-exited-with-error

  × python setup.py egg_info did not run successfully.
  ╰─> [4 lines of output]
      Traceback (most recent call last):
        File "/tmp/pip-install-x/kit_1/setup.py", line 2, in <module>
          from Cython.Build import cythonize
      ModuleNotFoundError: No module named 'Cython'
      [end of output]
"""
RUN = """\
Traceback (most recent call last):
  File "/app/train.py", line 2, in <module>
    import Cython
ModuleNotFoundError: No module named 'Cython'
"""


def seen_in(text: str) -> set[str]:
    with next(open_logs(["-"], io.BytesIO(text.encode()))) as raw:
        found, _ = observe(LogText(raw), load())
    return {sighting.failure for sighting in found if sighting.captures.get("module")}


def as_json(text: str) -> str:
    vertex = "sha256:" + "1f" * 32
    started = {
        "digest": vertex,
        "name": "[2/2] RUN pip install kit",
        "started": "2026-11-24T12:00:00Z",
    }
    output = {"vertex": vertex, "stream": 2, "data": base64.b64encode(text.encode()).decode()}
    records = [{"vertexes": [started]}, {"logs": [output]}]
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        (BOX, "compile-numpy-missing-at-build"),
        (RUN, "compile-module-not-found-at-runtime"),
    ],
)
def test_the_lines_above_say_whether_a_build_printed_it(text: str, failure: str) -> None:
    assert seen_in(text) == {failure}
    assert seen_in(as_json(text)) == {failure}
