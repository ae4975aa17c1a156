"""Diagnoses made by hand, one of each kind."""

from __future__ import annotations

from envwright.facts import (
    Diagnosis,
    Edit,
    FailedStep,
    Finding,
    Line,
    Remedy,
    Source,
    Unknown,
)

__all__ = ["CUT", "EXPLAINED", "NOISY", "QUIET", "UNEXPLAINED", "finding"]


def finding(
    failure: str,
    message: str,
    *lines: Line,
    role: str = "both",
    severity: str = "error",
    captures: dict[str, str] | None = None,
    step: int | None = 5,
    confidence: float = 0.97,
) -> Finding:
    """Return a finding with the parts that a test is about."""
    values = captures or {}
    return Finding(
        failure=failure,
        family=failure.partition("-")[0],
        role=role,
        severity=severity,
        title=f"The title of {failure}",
        message=message,
        subject=next(iter(values.values()), None),
        captures=values,
        evidence=lines,
        step=step,
        confidence=confidence,
    )


_RETRY = (
    "  WARNING: Retrying (Retry(total={}, connect=None, read=None, redirect=None, status=None)) "
    "after connection broken by 'SSLError(SSLCertVerificationError(1, '[SSL: "
    "CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in "
    "certificate chain (_ssl.c:1129)'))': /simple/six/"
)
_GONE = "ERROR: No matching distribution found for six==1.16.0"

EXPLAINED = Diagnosis(
    Source("build.log", 140, 9000, "docker-classic"),
    "failed",
    root_cause=finding(
        "net-ssl-verify-failed",
        "the certificate of `pypi.org` is not trusted inside the build",
        Line(118, _RETRY.format(4)),
        Line(119, _RETRY.format(3)),
        Line(126, "Could not fetch URL https://pypi.org/simple/six/: connection error"),
        role="cause",
        captures={"reason": "self-signed certificate in certificate chain"},
    ),
    chain=(
        finding("pip-no-matching-distribution", "no version of `six` fits", Line(130, _GONE)),
        finding("docker-run-step-failed", "a RUN step failed", Line(131, "x"), role="wrapper"),
    ),
    also=(
        finding(
            "pip-root-user", "pip runs as root", Line(90, "x"), role="warning", severity="warning"
        ),
    ),
    failed_step=FailedStep(5, 9, "RUN pip install six==1.16.0", 100, 131, 1),
    remedies=(
        Remedy("trust-ca", "Add the proxy's CA to the image", "edit",
               edit=Edit("Dockerfile", "+COPY ca.crt /usr/local/share/"), verified="built"),
        Remedy("host-network", "Build on the host's network", "command",
               command="docker build --network host ."),
    ),
)  # fmt: skip

UNEXPLAINED = Diagnosis(
    Source("build.log", 140, 9000, "buildkit-plain"),
    "failed",
    unknown=Unknown(
        (97, 98),
        ("compile-failed",),
        (Line(97, "make: *** [Makefile:3: all] Error 1"), Line(98, "gave up")),
    ),
    failed_step=FailedStep(5, 9, "RUN make", 90, 99, 2),
)

QUIET = Diagnosis(Source("fine.log", 12, 900, "plain"), "succeeded")

NOISY = Diagnosis(
    Source("fine.log", 12, 900, "plain"), "succeeded", also=EXPLAINED.also, unknown=None
)

CUT = Diagnosis(Source("cut.log", 12, 900, "acr-task"), "incomplete", unknown=Unknown((), ()))
