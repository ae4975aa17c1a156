"""Secrets never survive redaction, and nothing else is harmed by it.

The fake secrets are put together here, piece by piece: no scanner may take this file for a leak.
"""

# ruff: noqa: E501  (a case is one line)

from __future__ import annotations

import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envwright.facts import (
    Change,
    Diagnosis,
    Edit,
    FailedStep,
    Finding,
    Line,
    Remedy,
    Source,
    Unknown,
)
from envwright.redaction import redact, redact_diagnosis
from envwright.redaction.shapes import SHAPES

ALNUM = "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zAbCdEfGhIjKlMnOpQrStUvWxYz0123456789" * 4
HEX = "0a1b2c3d4e5f60718293a4b5c6d7e8f9" * 8
UPPER = "A2B3C4D5E6F7G2H3J4K5L6M7N2P3Q4R5" * 4
JWT = "ey" + "J" + ALNUM[:30] + ".ey" + "J" + ALNUM[5:60] + "." + ALNUM[:43]
KEY_ROW = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"
DASHES = "-" * 5

# (name, log line with {} where the secret stands, secret)
SECRETS = [
    ("url password", "Looking in indexes: https://build:{}@pypi.example.org/simple", "s3cr3t" + "Pass"),
    ("url password with @", "Looking in indexes: https://build:{}@pypi.example.org/simple", "p@ss" + "w0rd"),
    ("url password, percent", "ERROR: 403 for url: https://me%40corp.example:{}@pkgs.example.org/x", "a%2Fb%3" + "D9z"),
    ("url token", "fatal: could not read https://{}@git.example.org/team/repo.git", "0f3a" + ALNUM[:24]),
    ("url token as user", "Cloning https://{}:x-oauth-basic@github.com/team/repo", HEX[:40]),
    ("url token, empty password", "Cloning https://{}:@gitlab.example.org/team/repo", ALNUM[:20]),
    ("pypi in url", "https://__token__:{}@upload.pypi.org/legacy/", "pypi" + "-AgEIcHlwaS5vcmc" + ALNUM[:80]),
    ("ci job token", "Cloning https://gitlab-ci-token:{}@gitlab.com/a/b.git", ALNUM[:20]),
    ("sas", "GET https://a.blob.core.windows.net/c/f.whl?sv=2023-11-03&se=2026-01-01&sr=b&sp=r&sig={} 403", "Zm9v" + ALNUM[:36] + "%3D"),
    ("sas first", "https://a.blob.core.windows.net/c?sig={}&se=2026", "Zm9v" + ALNUM[:38] + "%3D"),
    ("s3 signature", "403 https://b.s3.amazonaws.com/k?X-Amz-Expires=900&X-Amz-Signature={}&x=1", HEX[:64]),
    ("s3 credential", "403 https://b.s3.amazonaws.com/k?X-Amz-Credential={}%2F20260101%2Fus-east-1", "AK" + "IA" + UPPER[:16]),
    ("s3 session", "https://b.s3.amazonaws.com/k?X-Amz-Security-Token={}&y", "IQoJb3JpZ2lu" + ALNUM[:60]),
    ("gcs signature", "https://storage.googleapis.com/b/o?X-Goog-Signature={}", HEX[:128]),
    ("access_token", "GET https://api.example.org/v1?access_token={}&page=2", ALNUM[:32]),
    ("token query", "curl: (22) https://pkgs.example.org/simple/?token={}", ALNUM[:32]),
    ("password query", "https://nexus.example.org/x?user=ci&password={}&v=1", "hunter" + "2hunter"),
    ("api_key query", "https://api.example.org/?api_key={}", ALNUM[:32]),
    ("github classic", "remote: Invalid token {}", "gh" + "p_" + ALNUM[:36]),
    ("github oauth", "using {} for git", "gh" + "o_" + ALNUM[:36]),
    ("github user", "using {} for git", "gh" + "u_" + ALNUM[:36]),
    ("github server", "Authenticated with {}", "gh" + "s_" + ALNUM[:36]),
    ("github refresh", "refresh {}", "gh" + "r_" + ALNUM[:76]),
    ("github fine-grained", "ENV GH={}", "github" + "_pat_" + ALNUM[:22] + "_" + ALNUM[:59]),
    ("gitlab pat", "remote: HTTP Basic: Access denied for {}", "gl" + "pat-" + ALNUM[:20]),
    ("gitlab job", "CI: {}", "gl" + "cbt-64_" + ALNUM[:20]),
    ("gitlab deploy", "docker login with {}", "gl" + "dt-" + ALNUM[:20]),
    ("bitbucket", "git clone with {}", "AT" + "BB" + ALNUM[:32]),
    ("pypi", "twine: invalid {}", "pypi" + "-AgEIcHlwaS5vcmc" + ALNUM[:120]),
    ("npm", "npm ERR! 401 for {}", "np" + "m_" + ALNUM[:36]),
    ("npmrc", "#7 0.3 //registry.npmjs.org/:_authToken={}", HEX[:8] + "-1a2b-3c4d-5e6f-" + HEX[:12]),
    ("npmrc _auth", "//npm.example.org/:_auth={}", "dXNlcjpw" + "YXNzd29yZA=="),
    ("nuget", "dotnet nuget push -k {}", "oy2" + "a1b2c3d4e5f6g7h8j9k0l1m2n3p4q5r6s7t8u9v0w1x"),
    ("docker hub", "docker login -u me with {}", "dckr" + "_pat_" + ALNUM[:27]),
    ("docker config", '{{"auths": {{"docker.io": {{"auth": "{}"}}}}}}', "dXNlcjpw" + "YXNzd29yZA=="),
    ("docker config escaped", '\\"auth\\": \\"{}\\"', "dXNlcjpw" + "YXNzd29yZA=="),
    ("artifactory api key", "X-JFrog-Art-Api: {}", "AKC" + "p8" + ALNUM[:67]),
    ("artifactory reference", "jf c add --token with {}", "cmVm" + "dGtuO" + ALNUM[:55]),
    ("aws access key", "botocore: key {} is not valid", "AK" + "IA" + UPPER[:16]),
    ("aws temporary key", "botocore: key {} is not valid", "AS" + "IA" + UPPER[:16]),
    ("aws secret", "aws_secret_access_key = {}", ALNUM[:20] + "/+" + ALNUM[:18]),
    ("aws secret in json", '"SecretAccessKey": "{}",', ALNUM[:20] + "/+" + ALNUM[:18]),
    ("aws session", "ENV AWS_SESSION_TOKEN={}", "IQoJb3JpZ2lu" + ALNUM[:100]),
    ("google key", "https://maps.example.org/?k={}", "AI" + "za" + ALNUM[:35]),
    ("google token", "gcloud printed {}", "ya" + "29." + ALNUM[:100]),
    ("google client secret", "client: {}", "GOC" + "SPX-" + ALNUM[:28]),
    ("azure storage", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey={};EndpointSuffix=core.windows.net", ALNUM[:86] + "=="),
    ("azure service bus", "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey={}", ALNUM[:43] + "="),
    ("azure client secret", "az login --service-principal -u id with {} failed", ALNUM[:3] + "8Q" + "~" + ALNUM[:31]),
    ("azure registry password", "docker login x.azurecr.io: {}", ALNUM[:42] + "+A" + "CR" + "aB3dE5"),
    ("azure devops new", "pat {}", ALNUM[:52] + "JQQ" + "J99" + ALNUM[:18] + "AZDO" + "a1b2"),
    ("azure devops old", "https://pkgs.dev.azure.com/org/_packaging/f/pypi/simple/ with {}", "a2b3c4d5e6f7g2h3i4j5k6l7m2n3o4p5q6r7s2t3u4v5w6x7y2z3"),
    ("azure devops url", "https://build:{}@pkgs.dev.azure.com/org/_packaging/f/pypi/simple/", "a2b3c4d5e6f7g2h3i4j5k6l7m2n3o4p5q6r7s2t3u4v5w6x7y2z3"),
    ("jwt", "ERROR: token {} expired", JWT),
    ("jwt cut", "ERROR: token {}", JWT.rpartition(".")[0]),
    ("bearer", "> authorization: Bearer {}", ALNUM[:40]),
    ("basic", "Authorization: Basic {}", "dXNlcjpw" + "YXNzd29yZA=="),
    ("header in curl", "curl -H 'PRIVATE-TOKEN: {}' https://gitlab.example.org", ALNUM[:20]),
    ("curl user", "RUN curl -fsSL -u deploy:{} https://nexus.example.org/x.tgz", "hunter" + "2"),
    ("hugging face", "huggingface_hub: 401 for {}", "h" + "f_" + string.ascii_letters[:34]),
    ("openai", "Incorrect API key provided: {}", "s" + "k-" + ALNUM[:48]),
    ("openai project", "Incorrect API key provided: {}", "s" + "k-proj-" + ALNUM[:80]),
    ("anthropic", "invalid x-api-key {}", "s" + "k-ant-api03-" + ALNUM[:90]),
    ("wandb login", "RUN wandb login {}", HEX[:40]),
    ("wandb env", "ENV WANDB_API_KEY={}", HEX[:40]),
    ("kaggle", '{{"username":"me","key":"{}"}}', HEX[:32]),
    ("nvidia", "NGC: {}", "nv" + "api-" + ALNUM[:64]),
    ("databricks", "databricks configure with {}", "da" + "pi" + HEX[:32]),
    ("slack", "notify with {}", "xo" + "xb-123456789012-1234567890123-" + ALNUM[:24]),
    ("slack hook", "curl https://hooks.slack.com/services/{}", "T0" + "0000000/B00" + "000000/" + ALNUM[:24]),
    ("stripe", "stripe: {}", "sk" + "_live_" + ALNUM[:24]),
    ("sendgrid", "mail with {}", "S" + "G." + ALNUM[:22] + "." + ALNUM[:43]),
    ("twilio", "sms with {}", "S" + "K" + HEX[:32]),
    ("telegram", "https://api.telegram.org/bot{}/getMe", "123456789" + ":AA" + ALNUM[:33]),
    ("vault", "VAULT: {}", "hv" + "s." + ALNUM[:24]),
    ("doppler", "doppler run with {}", "dp" + ".pt." + ALNUM[:43]),
    ("digitalocean", "doctl auth init {}", "do" + "p_v1_" + HEX[:64]),
    ("linear", "linear {}", "lin" + "_api_" + ALNUM[:40]),
    ("terraform", "terraform login {}", ALNUM[:14] + ".atlas" + "v1." + ALNUM[:67]),
    ("cloudflare", "CLOUDFLARE_API_TOKEN={}", ALNUM[:40]),
    ("cloudflare header", "X-Auth-Key: {}", HEX[:37]),
    ("anaconda", "https://conda.anaconda.org/t/{}/team/linux-64/repodata.json", "te-12345678-1234-" + HEX[:12]),
    ("anaconda cloud", "CondaHTTPError: HTTP 403 for url <https://repo.anaconda.cloud/t/{}/repo/main/noarch/repodata.json>", ALNUM[:40]),
    ("cloudsmith", "https://dl.cloudsmith.io/{}/org/repo/python/simple/", ALNUM[:16]),
    ("option", "RUN twine upload --username ci --password {} dist/*", "hunter" + "2"),
    ("option =", "RUN tool --token={} sync", ALNUM[:20]),
    ("docker login", "Step 3/9 : RUN docker login -u ci -p {} registry.example.org", "hunter" + "2!"),
    ("az login", "RUN az login --service-principal -u app -p '{}' --tenant t", "hunter" + "2 x"),
    ("docker login by pipe", "RUN echo {} | docker login -u ci --password-stdin", "hunter" + "2"),
    ("keytool", "RUN keytool -importcert -storepass {} -file ca.crt", "hunter" + "2"),
    ("openssl", "RUN openssl rsa -in k.pem -passin pass:{} -out k", "hunter" + "2"),
    ("kaggle env", "ENV KAGGLE_KEY={}", HEX[:32]),
    ("mysql", "RUN mysql -u root -p{} db", "hunter" + "2"),
    ("env", "Step 2/9 : ENV DB_PASSWORD={}", "hunter" + "2"),
    ("env with blank", "Step 2/9 : ENV DB_PASSWORD {}", "hunter" + "2"),
    ("arg", "#5 [2/4] ARG NPM_TOKEN={}", ALNUM[:20]),
    ("secret suffix", "SECRET_KEY_BASE={}", HEX[:64]),
    ("build arg in history", "|1 PIP_TOKEN={} /bin/sh -c pip install x", ALNUM[:20]),
    ("yaml", "  password: {}", "hunter" + "2"),
    ("json", '"client_secret": "{}"', ALNUM[:20]),
    ("python repr", "{{'api_key': '{}', 'x': 1}}", ALNUM[:20]),
    ("odbc", "Driver=x;Server=db;Uid=sa;Pwd={};Encrypt=yes", "hunter" + "2"),
    ("postgres", "sqlalchemy: postgresql+psycopg2://app:{}@db.example.org:5432/x", "hunter" + "2"),
    ("postgres with slash", "invalid port in postgres://app:{}@db.example.org:5432/x", "hun/ter" + "2"),
    ("redis", "redis://:{}@cache.example.org:6379/0 refused", "hunter" + "2"),
    ("mongo", "mongodb+srv://app:{}@cluster.example.org/x", "hunter" + "2"),
    ("amqp", "amqp://guest1:{}@mq.example.org//", "hunter" + "2"),
    ("proxy", "HTTP_PROXY=http://corp:{}@proxy.example.org:3128", "hunter" + "2"),
    ("proxy without scheme", "http_proxy=corp:{}@proxy.example.org:3128", "hunter" + "2"),
    ("netrc", "machine pypi.example.org login ci password {}", "hunter" + "2"),
    ("netrc line", "  password {}", "hunter" + "2"),
    ("pem line alone", "#9 0.412 {}", KEY_ROW),
    ("digest header", "Cookie: {}", "session=" + ALNUM[:40]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "secret"), [case[1:] for case in SECRETS], ids=[case[0] for case in SECRETS]
)
def test_secret_is_removed_and_the_rest_stays(line: str, secret: str) -> None:
    shown = redact(line.format(secret))
    before, after = line.format("\0").split("\0")

    assert secret not in shown
    assert "[redacted:" in shown
    assert shown.startswith(before[: len(before) // 2])
    assert after.strip()[-12:] in shown
    assert redact(shown) == shown


HARMLESS = [
    "six==1.16.0 --hash=sha256:" + HEX[:64],
    "Digest: sha256:" + HEX[:64],
    "Expected sha256 " + "0" * 64,
    "     Got        " + HEX[:64],
    "Expected SHA256 " + HEX[:64].upper(),
    "#4 sha256:" + HEX[:64] + " 12.58MB / 30.43MB 0.3s",
    "commit " + HEX[:40],
    "HEAD is now at " + HEX[:7] + " Fix the token parser",
    "Looking in indexes: https://pypi.org/simple/six/",
    "https://user.example.org/simple/pkg@1.0/x",
    "https://host.example.org:8080/simple/pkg@1.0",
    "git+ssh://git@github.com/team/repo.git@" + HEX[:40],
    "git@github.com:team/repo.git",
    "https://git@github.com/team/repo.git",
    "npm ERR! 404 '@scope/pkg@1.2.3' is not in this registry.",
    "PASSWORD=${DB_PASSWORD}",
    "ENV TOKEN=$TOKEN",
    "ARG NPM_TOKEN",
    "https://ci:${PIP_TOKEN}@pypi.example.org/simple",
    "https://user:****@pypi.example.org/simple",
    "https://conda.anaconda.org/t/<TOKEN>/team/linux-64",
    "token=$(cat /run/secrets/token)",
    "password=",
    "password=''",
    "PASSWORD= TOKEN= x",
    "--password-stdin",
    "WARNING! Using --password via the CLI is insecure. Use --password-stdin.",
    "RUN --mount=type=secret,id=pip_token,target=/run/secrets/x pip install y",
    "docker build --secret id=token,src=token.txt .",
    "PWD=/app OLDPWD=/root",
    "TOKENIZERS_PARALLELISM=false",
    "tokenizers==0.15.2",
    "  - tokenizers=0.15.2=py310h_0",
    "secretstorage==3.3.3 ; sys_platform == 'linux'",
    "Collecting tokenize-rt==5.2.0",
    "SyntaxError: Unexpected token: punc (()",
    "error: unexpected token: `foobar_baz`",
    "ERROR: Invalid token: foobar123",
    "PASSWORD_FILE=/run/secrets/db",
    "TOKEN_URL=https://login.example.org/oauth2",
    "token = get_token(scope)",
    "password=self.password,",
    'www-authenticate: Bearer realm="https://auth.docker.io/token",service="registry.docker.io"',
    "https://discuss.python.org/t/why-pip-fails/12345",
    "pip 24.0 from /opt/conda/lib/python3.11/site-packages/pip (python 3.11)",
    "Building wheel for scikit-learn (pyproject.toml): finished with status 'error'",
    "sk-learn-is-a-name-of-a-package",
    '"integrity": "sha512-' + ALNUM[:86] + '=="',
    "/opt/conda/envs/Project1/lib/python3/sitepackages/Package2/module/X",
    "Secret: not found",
    "failed to solve: secret npm_token: not found",
    "ERROR: HTTP error 401 while getting https://pkgs.example.org/simple/?page=2&sort=name",
    "Successfully built 1a2b3c4d5e6f",
    "user: root, password: required",
    "apt-key add - < key.gpg",
    "NO_PUBKEY A4B469963BF863CC",
    "EXPOSE 8080/tcp",
    "--secret requires BuildKit",
    "ERROR: pull access denied, repository does not exist or may require authorization: "
    "server message: insufficient_scope: authorization failed",
    "    loc, exprtokens = e._parse( instring, loc, doActions )",
    "    token = tokens[0]",
    "    secret = settings_of.secret",
    "ENV GPG_KEY A035C8C19219BA821ECEA86B64E628F8D684696D",
    "CACHE_KEY=pip-3.11-abc123def456",
    "cat token.txt | docker login -u ci --password-stdin",
    "Requirement already satisfied: cryptography>=2.5 in /usr/lib/python3/dist-packages (from x)",
]


@pytest.mark.parametrize("line", HARMLESS)
def test_harmless_line_stays_as_it_is(line: str) -> None:
    assert redact(line) == line


@pytest.mark.parametrize("kind", ["RSA ", "EC ", "OPENSSH ", "ENCRYPTED ", ""])
def test_private_key_block_is_removed_whole(kind: str) -> None:
    rows = [KEY_ROW, KEY_ROW[::-1], "abcDEF123=="]
    block = "\n".join(
        [
            f"{DASHES}BEGIN {kind}PRIVATE KEY{DASHES}",
            *rows,
            f"{DASHES}END {kind}PRIVATE KEY{DASHES}",
        ]
    )

    shown = redact(f"RUN echo '{block}' > key\nnext line")

    assert not any(row in shown for row in rows)
    assert shown.endswith("' > key\nnext line")
    assert redact(shown) == shown


def test_private_key_in_a_service_account_is_removed() -> None:
    key = f"{DASHES}BEGIN PRIVATE KEY{DASHES}\\n{KEY_ROW}\\n{DASHES}END PRIVATE KEY{DASHES}\\n"

    shown = redact(f'{{"type": "service_account", "private_key": "{key}", "client_id": "1"}}')

    assert KEY_ROW not in shown
    assert '"client_id": "1"' in shown


def test_private_key_that_is_cut_off_is_removed_to_its_end() -> None:
    assert "abc/DEF" not in redact(f"{DASHES}BEGIN RSA PRIVATE KEY{DASHES}\n{KEY_ROW}\nabc/DEF")


def test_several_secrets_of_one_line_are_all_removed() -> None:
    token = "gh" + "p_" + ALNUM[:36]

    shown = redact(
        f"curl -u ci:hunter22 https://a:b1c2@x.example.org -H 'Authorization: token {token}'"
    )

    assert not any(secret in shown for secret in ("hunter22", "b1c2", token))


def test_there_are_at_least_45_shapes() -> None:
    assert len(SHAPES) >= 45
    assert len(SECRETS) >= 45


def test_every_literal_is_lower_case() -> None:
    assert [
        shape.kind for shape in SHAPES if any(not x or x != x.lower() for x in shape.literals)
    ] == []


FRAGMENTS = st.sampled_from(
    [case[1].format(case[2]) for case in SECRETS]
    + HARMLESS
    + ["[redacted:secret]", "[redacted:", "://", "@", "password=", "token: ", "\n", '"', "'", "\\n",
       "--token ", "ENV TOKEN ", "Bearer ", "eyJ", DASHES + "BEGIN PRIVATE KEY" + DASHES, "=", ":", ";"]
)  # fmt: skip


@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=12)), max_size=6).map("".join))
@settings(max_examples=600, deadline=None)
def test_redacting_twice_changes_nothing(text: str) -> None:
    once = redact(text)

    assert redact(once) == once


@given(
    st.sampled_from([case[1:] for case in SECRETS if "line" not in case[0]]),
    st.text(alphabet=string.ascii_letters + " .,:", max_size=20),
)
@settings(max_examples=300, deadline=None)
def test_secret_is_removed_whatever_stands_around_its_line(
    case: tuple[str, str], text: str
) -> None:
    line, secret = case

    assert secret not in redact(f"{text}\n{line.format(secret)}\n{text}")


HOSTILE = [
    "https://" * 20_000,
    "https://" + "a:" * 80_000,
    "token=" * 30_000,
    "--" * 80_000 + "password",
    "--" + "password" * 20_000,
    "eyJ" * 50_000,
    "eyJ" + "a" * 80_000 + "." * 80_000,
    "ENV " * 40_000 + "TOKEN",
    "//a" + "/t" * 80_000,
    "//a/t/" * 30_000,
    "machine " * 20_000 + "password",
    "a" * 160_000 + "secret",
    "secret" + "_a" * 80_000,
    "curl " * 30_000 + "-u a:b",
    "wandb key " * 16_000,
    DASHES + "BEGIN PRIVATE KEY" + DASHES + "x" * 160_000,
    (DASHES + "BEGIN PRIVATE KEY" + DASHES) * 3_000,
    "gh" + "p_" * 80_000,
    "login -p" * 20_000,
    "[redacted:" * 16_000 + "secret=",
    "@" * 160_000,
    "proxy=" * 25_000,
    "sg." * 50_000,
    ("q~" * 80_000),
]


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:24] for text in HOSTILE])
def test_no_text_takes_long(text: str) -> None:
    start = time.perf_counter()
    redact(text)

    assert time.perf_counter() - start < 5


def test_import_compiles_no_pattern() -> None:
    import subprocess
    import sys

    code = (
        "import re\ncount = 0\nold = re._compiler.compile\n"
        "def counting(*a, **k):\n    global count\n    count += 1\n    return old(*a, **k)\n"
        "re._compiler.compile = counting\nimport envwright.redaction\n"
        "envwright.redaction.redact('Step 1/2 : RUN make')\nprint(count)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "0"


def test_diagnosis_hides_a_secret_in_every_text() -> None:
    secret = "hunter2" + "hunter2"
    url = f"https://ci:{secret}@pypi.example.org/simple/"
    finding = Finding(
        "net-refused", "network", "cause", "error", "t", f"`{url}` refused, for {secret}", url,
        {"url": url, "value": secret}, (Line(3, f"GET {url}"),),
    )  # fmt: skip
    diagnosis = Diagnosis(
        Source(f"{url}.log", 1, 1, "plain"), "failed", finding, (finding,), (finding,),
        Unknown((1,), (), (Line(1, url),)), FailedStep(1, 1, f"RUN pip install -i {url}", 1, 2, 1),
        (Remedy("a", f"use {url}", "edit", f"pip -i {url}", Edit("f", f"+{url}")),),
        (Change("source", url, url, secret),),
    )  # fmt: skip

    shown = redact_diagnosis(diagnosis)

    assert secret not in repr(shown)
    assert shown.root_cause is not None
    assert shown.root_cause.captures["value"] == "[redacted:url-password]"
    assert redact_diagnosis(shown) == shown


def test_diagnosis_without_secrets_is_the_same_object() -> None:
    diagnosis = Diagnosis(Source("build.log", 1, 1, "plain"), "succeeded")

    assert redact_diagnosis(diagnosis) is diagnosis


def test_the_password_of_an_encoded_address_is_gone() -> None:
    said = redact("GET /login?next=https%3A%2F%2Fuser%3As3cr3tPassw0rd%40host.example.com%2Fx")
    assert said.endswith("%3A[redacted:url-password]%40host.example.com%2Fx")
