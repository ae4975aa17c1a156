"""Which step failed, and how the log ended, as each builder says it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logs_help import log_of, marks, outlined, texts

from envwright.facts import Line
from envwright.logs.outline import outline

LOGS = Path(__file__).parents[1] / "logs"

CLASSIC_FAILURE = """
    Sending build context to Docker daemon  59.39kB
    Step 1/3 : FROM python:3.11
     ---> 3ad0552a9693
    Step 2/3 : RUN pip install numpy==99
     ---> Running in 8996618f0ae4
    ERROR: No matching distribution found for numpy==99
    The command '/bin/sh -c pip install numpy==99' returned a non-zero code: 1
"""
CLASSIC_SUCCESS = """
    Sending build context to Docker daemon  59.39kB
    Step 1/2 : FROM python:3.11
     ---> 3ad0552a9693
    Step 2/2 : RUN pip install numpy==99
     ---> Running in 8996618f0ae4
    Removing intermediate container 8996618f0ae4
     ---> 0d71445890ae
    Successfully built 0d71445890ae
    Successfully tagged app:latest
"""


def stamped(text: str, prefix: str) -> str:
    lines = [line[4:] for line in text.strip("\n").splitlines()]
    return "".join(f"{prefix}{line}\n" for line in lines)


def brief(text: str) -> tuple[object, ...]:
    """Return how it ended, the exit code, the failed step's instruction and its lines."""
    found = outlined(text)
    step = found.failed
    if step is None:
        return found.ended, found.exit_code, None
    return found.ended, found.exit_code, step.instruction, step.first_line, step.last_line


def test_docker_classic_failure() -> None:
    found = outlined(CLASSIC_FAILURE)
    assert found.format == "docker-classic"
    assert found.failed == found.steps[1]
    assert brief(CLASSIC_FAILURE) == ("failed", 1, "RUN pip install numpy==99", 4, 7)
    assert (found.steps[1].number, found.steps[1].total, found.steps[1].state) == (2, 3, "failed")
    assert found.marker is not None
    assert found.marker.number == 7


def test_docker_classic_success() -> None:
    found = outlined(CLASSIC_SUCCESS)
    assert (found.ended, found.failed, found.exit_code) == ("succeeded", None, None)
    assert [(step.first_line, step.last_line, step.state) for step in found.steps] == [
        (2, 3, "done"),
        (4, 8, "done"),
    ]


def test_a_log_that_stops_inside_a_step_is_open() -> None:
    found = outlined("\n".join(CLASSIC_FAILURE.splitlines()[:-2]))
    assert (found.ended, found.failed, found.marker) == (None, None, None)
    assert (found.steps[-1].state, found.steps[-1].last_line) == ("open", 5)


def test_the_error_may_stand_at_the_end_of_a_line_of_output() -> None:
    text = """
    Step 1/2 : FROM a
    Step 2/2 : RUN printf x; false
     ---> Running in 8996618f0ae4
    xThe command '/bin/sh -c printf x; false' returned a non-zero code: 1
    """
    assert brief(text) == ("failed", 1, "RUN printf x; false", 2, 4)


def test_step_lines_that_a_program_prints_are_output() -> None:
    text = """
    Step 1/3 : FROM python:3.11
     ---> 3ad0552a9693
    Step 2/3 : RUN python train.py
     ---> Running in 8996618f0ae4
    Step 3/3 : epoch done
    Step 7/9 : RUN nothing
    Step 1/2 : RUN inner
    Step 2/2 : RUN inner
    Successfully built 0123456789ab
    Removing intermediate container 8996618f0ae4
     ---> 0d71445890ae
    Step 3/3 : RUN exit 3
     ---> Running in 8996618f0ae4
    The command '/bin/sh -c exit 3' returned a non-zero code: 3
    """
    found = outlined(text)
    assert [step.instruction for step in found.steps] == [
        "FROM python:3.11",
        "RUN python train.py",
        "RUN exit 3",
    ]
    assert brief(text) == ("failed", 3, "RUN exit 3", 12, 14)


def test_old_docker_printed_no_total() -> None:
    text = """
    Step 0 : FROM python:2.7
     ---> 3ad0552a9693
    Step 1 : RUN pip install x
     ---> Running in 8996618f0ae4
    The command [/bin/sh -c pip install x] returned a non-zero code: 1
    """
    assert brief(text) == ("failed", 1, "RUN pip install x", 3, 5)


def test_the_last_build_that_failed_counts() -> None:
    other = CLASSIC_SUCCESS.replace("pip install numpy==99", "true")
    assert brief(CLASSIC_FAILURE + other)[0] == "failed"
    assert brief(other + CLASSIC_FAILURE)[:3] == ("failed", 1, "RUN pip install numpy==99")


def test_a_build_that_was_tried_again_and_succeeded_is_no_failure() -> None:
    assert brief(CLASSIC_FAILURE + CLASSIC_SUCCESS) == ("succeeded", None, None)


@pytest.mark.parametrize(
    "line",
    [
        "COPY failed: file not found in build context or excluded by .dockerignore: stat x",
        "manifest for registry.example.org/nosuch:1 not found: manifest unknown",
        "pull access denied for nosuch, repository does not exist or may require 'docker login'",
        'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no host',
        "base name (${BASE_IMAGE}) should not be blank",
        "received unexpected HTTP status: 503 Service Unavailable",
        "toomanyrequests",
    ],
)
def test_the_daemon_refuses_a_step(line: str) -> None:
    found = outlined(f"Step 1/2 : FROM registry.example.org/nosuch:1\n{line}\n")
    assert (found.ended, found.exit_code) == ("failed", None)
    assert found.marker == Line(2, line)


def test_the_daemon_refuses_before_a_command_runs() -> None:
    text = """
    Step 1/2 : FROM python:3.11
     ---> a0c0ba69fb26
    Step 2/2 : RUN --mount=type=cache,target=/root/.cache/pip pip install six
    the --mount option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/
    """
    assert brief(text)[0] == "failed"
    begun = text.replace("the --mount", " ---> Running in 8996618f0ae4\n    the --mount")
    assert brief(begun)[0] is None


def test_a_pull_that_stops_is_no_refusal() -> None:
    text = "Step 1/2 : FROM a:1\n1: Pulling from a\n5f5aeb4632b7: Pulling fs layer\n"
    assert brief(text)[0] is None


def test_the_context_cannot_be_prepared() -> None:
    assert brief('unable to prepare context: path "services/api" not found\n')[0] == "failed"


PUSH = """
    The push refers to repository [private.example.org/team/app]
    6a79512131b1: Preparing
    ace5ade07de5: Waiting
"""


@pytest.mark.parametrize(
    "word",
    [
        "denied: requested access to the resource is denied",
        "no basic auth credentials",
        "received unexpected HTTP status: 503 Service Unavailable",
        "unknown: <html><head><title>413 Request Entity Too Large</title></head></html>",
    ],
)
def test_a_push_that_the_registry_refuses(word: str) -> None:
    found = outlined(CLASSIC_SUCCESS + PUSH + f"    {word}\n")
    assert (found.ended, found.format) == ("failed", "docker-classic")
    assert found.failed is not None
    assert found.failed.instruction == "push private.example.org/team/app"
    assert found.marker is not None
    assert found.marker.text == word


def test_a_push_that_went_well_and_one_that_stops() -> None:
    digest = f"    latest: digest: sha256:{'0' * 64} size: 1234\n"
    assert brief(CLASSIC_SUCCESS + PUSH + digest)[0] == "succeeded"
    assert brief(CLASSIC_SUCCESS + PUSH)[0] is None


def test_what_runs_after_a_build_decides_for_itself() -> None:
    after = (
        "    Traceback (most recent call last):\n" + "    more\n" * 5 + "    ImportError: no x\n"
    )
    found = outlined(CLASSIC_SUCCESS + after)
    assert (found.ended, found.marker) == (None, None)
    assert found.weak_success == Line(9, "Successfully tagged app:latest")


BUILDKIT = """
    #1 [internal] load build definition from Dockerfile
    #1 transferring dockerfile: 96B 0.1s done
    #1 DONE 0.1s

    #4 [base 1/3] FROM docker.io/library/python:3.11
    #4 CACHED

    #5 [base 2/3] RUN pip install numpy==99
    #5 0.553 Collecting numpy==99

    #6 [tests 2/2] RUN sleep 100
    #6 0.100 waiting

    #5 [base 2/3] RUN pip install numpy==99
    #5 3.553 ERROR: No matching distribution found for numpy==99
    #5 ERROR: process "/bin/sh -c pip install numpy==99" did not complete successfully: exit code: 1

    #6 CANCELED
    ------
     > [base 2/3] RUN pip install numpy==99:
    3.553 ERROR: No matching distribution found for numpy==99
    ------
    Dockerfile:2
    --------------------
       1 |     FROM python:3.11
       2 | >>> RUN pip install numpy==99
    --------------------
    ERROR: failed to solve: process "/bin/sh -c pip install" did not complete: exit code: 1
"""


def test_buildkit_failure() -> None:
    found = outlined(BUILDKIT)
    assert brief(BUILDKIT) == ("failed", 1, "RUN pip install numpy==99", 8, 16)
    assert found.failed is not None
    assert (found.failed.number, found.failed.total, found.failed.vertex) == (2, 3, 5)
    assert {step.vertex: step.state for step in found.steps} == {
        1: "done",
        4: "cached",
        5: "failed",
        6: "cancelled",
    }
    assert found.marker is not None
    assert (found.marker.number, found.marker.vertex) == (16, 5)


def test_lines_of_buildkit_belong_to_the_step_of_their_vertex() -> None:
    found = outlined(BUILDKIT)
    assert found.step_at(Line(12, "waiting", 6)) == found.steps[3]
    assert found.step_at(Line(15, "ERROR: No matching distribution", 5)) == found.failed
    excerpt = Line(21, "ERROR: No matching distribution found for numpy==99")
    assert found.step_at(excerpt) == found.failed
    assert found.step_at(Line(4, "")) is None


@pytest.mark.parametrize(
    "end",
    [
        "#7 exporting to image\n    #7 exporting layers done\n    #7 DONE 0.3s",
        "#7 exporting to image\n    #7 naming to docker.io/library/app done",
        "#7 exporting to image\n    #7 writing image sha256:0123 0.0s done",
        "WARNING: No output specified with docker-container driver.",
    ],
)
def test_buildkit_success(end: str) -> None:
    text = f"""
    #4 [1/2] FROM docker.io/library/python:3.11
    #4 DONE 0.1s

    #5 [2/2] RUN pip install numpy
    #5 3.553 ERROR: ignored
    #5 DONE 4.0s

    {end}
    """
    assert brief(text) == ("succeeded", None, None)


def test_an_error_that_a_tool_prints_is_no_error_of_the_vertex() -> None:
    text = """
    #5 [2/2] RUN pip install numpy || true
    #5 3.553 ERROR: No matching distribution found
    #5 3.600 ERROR: executor failed running [/bin/sh]: exit code: 1
    """
    assert brief(text) == (None, None, None)


def test_a_build_cancelled_from_outside_has_no_end() -> None:
    text = """
    #5 [2/2] RUN pip install numpy
    #5 1.553 Collecting numpy
    #5 CANCELED
    ERROR: failed to solve: Canceled: context canceled
    """
    assert brief(text) == (None, None, None)


def test_a_missing_cache_is_no_failure() -> None:
    text = """
    #3 importing cache manifest from registry.example.org/app:cache
    #3 ERROR: registry.example.org/app:cache: not found

    #4 [1/1] FROM docker.io/library/python:3.11
    #4 DONE 0.1s

    #5 exporting to image
    #5 DONE 0.3s
    ------
     > importing cache manifest from registry.example.org/app:cache:
    ------
    """
    assert brief(text) == ("succeeded", None, None)


def test_a_second_build_with_the_same_numbers() -> None:
    text = """
    #1 [internal] load build definition from Dockerfile
    #1 DONE 0.1s
    #2 [1/1] RUN first
    #2 DONE 0.1s
    #3 exporting to image
    #3 DONE 0.1s
    #1 [internal] load build definition from Dockerfile
    #1 DONE 0.1s
    #2 [1/1] RUN second
    #2 ERROR: executor failed running [/bin/sh -c second]: exit code: 7
    """
    found = outlined(text)
    assert brief(text) == ("failed", 7, "RUN second", 9, 10)
    assert found.step_at(Line(3, "output", 2)) == found.steps[1]


def test_a_heredoc_step_of_buildkit() -> None:
    text = """
    #5 [2/2] RUN <<EOF (pip install numpy==99...)
    #5 1.5 ERROR: No matching distribution found
    #5 ERROR: process "/bin/sh -c pip install" did not complete successfully: exit code: 1
    """
    assert brief(text)[:3] == ("failed", 1, "RUN <<EOF (pip install numpy==99...)")


def test_the_last_words_of_buildkit_alone() -> None:
    """What people paste: https://github.com/dolevf/Damn-Vulnerable-GraphQL-Application/issues/27."""
    text = """
    ------
     > [2/5] RUN pip install -r requirements.txt:
    #9 7.312 × pip subprocess to install build dependencies did not run successfully.
    #9 7.312 │ exit code: 1
    ------
    executor failed running [/bin/sh -c pip install -r requirements.txt]: exit code: 1
    """
    found = outlined(text)
    assert brief(text) == ("failed", 1, "RUN pip install -r requirements.txt", 2, 6)
    assert (found.format, found.steps[0].number) == ("buildkit-plain", 2)
    assert found.step_at(Line(3, "× pip subprocess", 9)) == found.failed


def test_a_log_of_buildkit_without_its_beginning() -> None:
    text = """
    #9 7.312 ERROR: No matching distribution found
    #9 ERROR: process "/bin/sh -c pip install x" did not complete successfully: exit code: 1
    ------
     > [stage-1 2/5] RUN pip install x:
    7.312 ERROR: No matching distribution found
    ------
    """
    assert brief(text) == ("failed", 1, "RUN pip install x", 2, 2)


def test_the_terminal_display_of_buildkit() -> None:
    text = """
    [+] Building 1.2s (3/4)
     => [internal] load build definition from Dockerfile                       0.1s
     => CACHED [1/2] FROM docker.io/library/python:3.11                         0.0s
     => [2/2] RUN pip install numpy==99                                         1.0s
    [+] Building 12.3s (4/4) FINISHED                                 docker:default
     => [internal] load build definition from Dockerfile                       0.1s
     => CACHED [1/2] FROM docker.io/library/python:3.11                         0.0s
     => ERROR [2/2] RUN pip install numpy==99                                  12.1s
    ------
     > [2/2] RUN pip install numpy==99:
    11.20 ERROR: No matching distribution found for numpy==99
    ------
    ERROR: failed to solve: process "/bin/sh -c pip" did not complete successfully: exit code: 1
    """
    found = outlined(text)
    assert brief(text)[:3] == ("failed", 1, "RUN pip install numpy==99")
    assert found.format == "buildkit-plain"


def test_buildah_failure() -> None:
    text = """
    STEP 1/2: FROM registry.example.org/base:2
    STEP 2/2: RUN conda env create -f env.yml
    /bin/sh: 1: conda: not found
    subprocess exited with status 127
    subprocess exited with status 127
    Error: building at STEP "RUN conda env create -f env.yml": exit status 127
    """
    found = outlined(text)
    assert brief(text) == ("failed", 127, "RUN conda env create -f env.yml", 2, 6)
    assert (found.format, found.ordered) == ("buildah", False)


def test_podman_with_stages_fails_in_the_step_it_names() -> None:
    text = """
    [1/2] STEP 1/3: FROM docker.io/library/python:3.11 AS build
    [1/2] STEP 2/3: RUN true
    [2/2] STEP 1/2: FROM docker.io/library/python:3.11
    [1/2] STEP 3/3: RUN pip install numpy==99
    [2/2] STEP 2/2: RUN sleep 9
    Error: building at STEP "RUN pip install numpy==99": while running runtime: exit status 1
    """
    assert brief(text)[:3] == ("failed", 1, "RUN pip install numpy==99")


def test_buildah_success_of_the_last_stage_only() -> None:
    first = """
    [1/2] STEP 1/1: FROM docker.io/library/python:3.11 AS build
    [1/2] COMMIT
    --> 3ad0552a9693
    [2/2] STEP 1/2: FROM docker.io/library/python:3.11
    """
    assert brief(first)[0] is None
    last = "[2/2] STEP 2/2: RUN true\n    [2/2] COMMIT app\n    Successfully tagged app:latest\n"
    assert brief(first + last)[0] == "succeeded"


def test_buildah_without_a_tag_prints_the_image_last() -> None:
    text = f"STEP 1/1: FROM docker.io/library/python:3.11\nCOMMIT\n--> 512b1a13ace\n{'0a' * 32}\n"
    assert brief(text)[0] == "succeeded"


def test_a_push_of_buildah_fails_outside_all_steps() -> None:
    text = """
    STEP 1/1: FROM docker.io/library/python:3.11
    COMMIT app
    Successfully tagged localhost/app:latest
    Getting image source signatures
    Error: pushing image "app:1" to "docker://app:1": writing blob: StatusCode: 413
    """
    assert brief(text) == ("failed", None, None)


def test_old_buildah_counted_the_commit_as_a_step() -> None:
    text = """
    STEP 1: FROM docker.io/library/python:3.8
    STEP 2: RUN true
    STEP 3: COMMIT localhost/app:latest
    --> 98e5a607f0d
    """
    assert brief(text)[0] == "succeeded"


KANIKO = """
    INFO[0000] Resolved base name python:3.11 to build
    INFO[0000] Retrieving image manifest python:3.11
    INFO[0005] Unpacking rootfs as cmd RUN pip install numpy==99 requires it.
    INFO[0012] RUN pip install numpy==99
    INFO[0012] Cmd: /bin/sh
    INFO[0012] Args: [-c pip install numpy==99]
    INFO[0012] Running: [/bin/sh -c pip install numpy==99]
    ERROR: No matching distribution found for numpy==99
"""


def test_kaniko_failure() -> None:
    end = "error building image: error building stage: failed to execute command: "
    text = KANIKO + f"    {end}waiting for process to exit: exit status 1\n"
    assert outlined(text).format == "kaniko"
    assert brief(text) == ("failed", 1, "RUN pip install numpy==99", 4, 9)


def test_kaniko_success_and_a_log_that_stops() -> None:
    assert brief(KANIKO)[0] is None
    end = "    INFO[0020] Taking snapshot of full filesystem...\n"
    assert brief(KANIKO + end + "    INFO[0030] Pushed image to 1 destinations\n")[0] == "succeeded"


@pytest.mark.parametrize(
    ("prefix", "end", "name"),
    [
        (
            "2024-05-01T10:20:30.1234567Z ",
            "##[error]Process completed with exit code 1.",
            "github-actions+docker-classic",
        ),
        (
            "2024-05-01T10:20:30.123456Z 01O ",
            "ERROR: Job failed: exit code 1",
            "gitlab+docker-classic",
        ),
        ("[2024-05-01T10:20:30.123Z] ", "Finished: FAILURE", "jenkins+docker-classic"),
        (
            'Step #0 - "build": ',
            'ERROR: build step 0 "gcr.io/cloud-builders/docker" failed: '
            "step exited with non-zero status: 1",
            "cloud-build+docker-classic",
        ),
        (
            "[Container] 2024/05/01 10:20:30 ",
            "Phase complete: BUILD State: FAILED",
            "codebuild+docker-classic",
        ),
        (
            "2024-05-01T10:20:30: ",
            "Building docker image failed with exit code: 1",
            "azureml+docker-classic",
        ),
        (
            "2024/05/01 10:20:30 ",
            "Run ID: cj2 failed after 3m33s. Error: failed during run, err: exit status 1",
            "acr-task+docker-classic",
        ),
    ],
)
def test_the_builder_inside_a_frame_knows_best(prefix: str, end: str, name: str) -> None:
    text = stamped(CLASSIC_FAILURE, prefix) + f"{prefix}{end}\n"
    found = outlined(text)
    assert found.format == name
    assert brief(text) == ("failed", 1, "RUN pip install numpy==99", 4, 7)


def test_the_frame_ends_a_step_that_its_builder_left_open() -> None:
    text = "\n".join(stamped(CLASSIC_FAILURE, "").splitlines()[:-1])
    found = outlined(text + "\nERROR: Job failed: exit code 137\n")
    assert (found.ended, found.exit_code) == ("failed", 137)
    assert found.failed is not None
    assert found.failed.instruction == "RUN pip install numpy==99"


@pytest.mark.parametrize("end", ["Job succeeded", "Finished: SUCCESS"])
def test_a_job_that_succeeded_has_no_failed_step(end: str) -> None:
    assert brief(CLASSIC_FAILURE + f"    {end}\n") == ("succeeded", None, None)


GITHUB = """
    ##[group]Run actions/checkout@v4
    with:
    ##[endgroup]
    ##[group]Run pip install -r requirements.txt
    shell: /usr/bin/bash -e {0}
    ##[endgroup]
    ERROR: No matching distribution found for numpy==99
    ##[error]Process completed with exit code 1.
    Post job cleanup.
    Cleaning up orphan processes
"""


def test_steps_of_github_actions_without_an_image_build() -> None:
    text = stamped(GITHUB, "2024-05-01T10:20:30.1234567Z ")
    assert outlined(text).format == "github-actions"
    assert brief(text) == ("failed", 1, "pip install -r requirements.txt", 4, 8)


def test_github_actions_success_and_cancellation() -> None:
    error = "##[error]Process completed with exit code 1."
    assert brief(GITHUB.replace(error, "ok"))[0] == "succeeded"
    cancelled = GITHUB.replace(error, "##[error]The operation was canceled.")
    assert brief(cancelled)[0] is None


def test_codebuild_names_its_commands() -> None:
    text = stamped(
        """
    Entering phase INSTALL
    Running command pip install --upgrade pip
    script.sh: 4: pip: not found
    Command did not exit successfully pip install --upgrade pip exit status 127
    Phase complete: INSTALL Success: false
    """.rstrip(),
        "[Container] 2018/12/21 14:09:24 ",
    )
    assert brief(text) == ("failed", 127, "pip install --upgrade pip", 2, 4)


@pytest.mark.parametrize(
    ("line", "ended"),
    [
        ("Run ID: ca1 was successful after 6s", "succeeded"),
        ("Run ID: ca1 failed after 8s. Error: failed during run, err: exit status 1", "failed"),
        ("2022/03/29 12:55:40 failed to run step ID: acb_step_0: failed to scan", "failed"),
        ("Finished: ABORTED", None),
        ("Finished: FAILURE", "failed"),
        ("ERROR: Job failed (system failure): pod was killed", "failed"),
        ("BUILD FAILURE: Build step failure: build step 0 failed", "failed"),
    ],
)
def test_the_last_word_of_a_service(line: str, ended: str | None) -> None:
    start = "2022/03/29 12:55:38 Executing step ID: acb_step_0. Timeout(sec): 3600\n"
    assert outlined(start + "pip install x\n" + line + "\n").ended == ended


def test_a_tool_alone_is_one_step_without_number() -> None:
    found = outlined("Collecting six\nSuccessfully installed six-1.16.0\n")
    (step,) = found.steps
    assert (step.number, step.first_line, step.last_line, step.state) == (None, 1, 2, "open")
    assert found.step_at(Line(1, "Collecting six")) == step
    assert (found.ended, found.format) == (None, "plain")
    assert found.weak_success == Line(2, "Successfully installed six-1.16.0")


@pytest.mark.parametrize(
    "line",
    [
        "# To activate this environment, use",
        "Installed 12 packages in 34ms",
        "Requirement already satisfied: six in /usr/lib/python3",
        "# All requested packages already installed.",
    ],
)
def test_words_of_success_of_installers(line: str) -> None:
    assert outlined(f"start\n{line}\n").weak_success == Line(2, line)


def test_what_is_said_on_the_way_is_success_only_at_the_end() -> None:
    satisfied = "Requirement already satisfied: six in /usr/lib/python3\n"
    assert outlined(satisfied + "Collecting numpy\n" * 20).weak_success is None


LINES = [
    "Step 1/2 : FROM a",
    "Step 2/2 : RUN b",
    " ---> Running in 8996618f0ae4",
    "The command '/bin/sh -c b' returned a non-zero code: 1",
    "Successfully built 0d71445890ae",
    "Successfully tagged app:latest",
    "Sending build context to Docker daemon  59.39kB",
    "The push refers to repository [registry.example.org/app]",
    "denied: no",
    "#1 [internal] load build definition from Dockerfile",
    "#1 DONE 0.1s",
    "#2 [1/2] FROM a",
    "#2 CACHED",
    "#3 [2/2] RUN b",
    "#3 1.234 text",
    "#3 ERROR: executor failed running [/bin/sh -c b]: exit code: 7",
    "#3 CANCELED",
    "#4 exporting to image",
    "#4 DONE 0.1s",
    "------",
    " > [2/2] RUN b:",
    "ERROR: failed to solve: b",
    " => ERROR [2/2] RUN b    1.0s",
    "STEP 1/2: FROM a",
    "[2/2] STEP 2/2: RUN b",
    "COMMIT app",
    'Error: building at STEP "RUN b": exit status 1',
    "Error: no",
    "INFO[0000] Retrieving image manifest a",
    "INFO[0001] RUN b",
    "error building image: error building stage: exit status 1",
    "##[group]Run b",
    "##[error]Process completed with exit code 1.",
    "##[section]Finishing: b",
    "Job succeeded",
    "ERROR: Job failed: exit code 1",
    "Finished: FAILURE",
    "Finished: ABORTED",
    "Running command b",
    "Phase complete: BUILD State: FAILED",
    "Run ID: ca1 failed after 8s",
    "Building docker image failed with exit code: 1",
    "Successfully installed six-1.16.0",
    "text\rmore",
    "",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=25))
def test_any_mixture_of_lines_gives_a_sound_outline(lines: list[str]) -> None:
    found = outlined("x\n" + "\n".join(lines) + "\n")
    last = len(lines) + 1
    assert found.ended in ("failed", "succeeded", None)
    assert found.steps
    assert (found.ended is None) == (found.marker is None)
    if found.failed is not None:
        assert found.ended == "failed"
        assert found.failed.state == "failed"
    for step in found.steps:
        assert 1 <= step.first_line <= step.last_line <= last
    for number in range(1, last + 1):
        step = found.step_at(Line(number, ""))
        assert step is None or step in (*found.steps, found.failed)


def failed_images() -> list[Path]:
    return [
        path
        for path in sorted(LOGS.glob("failed/*/*.log"))
        if path.name.split(".")[-2] in ("docker-classic", "buildkit", "buildah", "podman")
    ]


@pytest.mark.parametrize(
    "prefix",
    [
        "2024-05-01T10:20:30.1234567Z ",
        "build\tRun docker build\t2024-05-01T10:20:30.1234567Z ",
        "2024-05-01T10:20:30.123456Z 01O ",
        "[2024-05-01T10:20:30.123Z] ",
        "10:20:30  ",
        "2024-05-01T10:20:30: ",
        'Step #0 - "build": ',
        "[Container] 2024/05/01 10:20:30.123456 ",
        "web-1  | ",
        "2024-05-01T10:20:30.123456789Z stderr F ",
        "2024-05-01 10:20:30,123 INFO build: ",
        "> ",
    ],
)
def test_a_frame_around_a_log_changes_nothing(prefix: str) -> None:
    for path in failed_images()[::9]:
        lines = path.read_bytes().decode().split("\n")
        bare = log_of("\n".join(lines))
        framed = log_of("\n".join(prefix + line if line else line for line in lines))
        assert outline(framed, marks(framed)).steps == outline(bare, marks(bare)).steps
        assert texts(framed) == texts(bare)


@pytest.mark.parametrize("path", failed_images(), ids=lambda path: path.name)
def test_every_recorded_image_build_that_failed_says_so(path: Path) -> None:
    found = outlined(path.read_bytes())
    before_any_step = not any(step.instruction for step in found.steps)
    assert found.ended == "failed" or before_any_step
    assert found.marker is not None or before_any_step


@pytest.mark.parametrize(
    "path",
    ["docker-classic", "buildkit", "buildah", "kaniko", "jenkins", "gitlab"],
)
def test_numbers_of_thousands_of_digits_are_no_error(path: str) -> None:
    text = {
        "docker-classic": CLASSIC_FAILURE.replace("    ", ""),
        "buildkit": "#1 [1/2] FROM x\n#1 DONE 0.1s\n#2 [2/2] RUN a\n#2 0.1 b\n#2 ERROR: process "
        '"/bin/sh -c a" did not complete successfully: exit code: 1\n',
        "buildah": 'STEP 1/2: FROM x\nSTEP 2/2: RUN a\nError: building at STEP "RUN a": '
        "while running runtime: exit status 1\n",
        "kaniko": "INFO[0001] Retrieving image manifest x\nINFO[0002] RUN a\n"
        "error building image: error building stage: failed to execute command: waiting for "
        "process to exit: exit status 1\n",
        "jenkins": "Started by user x\n+ a\nERROR: script returned exit code 1\n"
        "Finished: FAILURE\n",
        "gitlab": "Running with gitlab-runner 16.1\n$ a\nERROR: Job failed: exit code 1\n",
    }[path]
    outlined(text)
    outlined(re.sub(r"\d+", "7" * 5000, text))
    for number in re.finditer(r"\d+", text):
        outlined(text[: number.start()] + "7" * 5000 + text[number.end() :])
