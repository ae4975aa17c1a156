#!/usr/bin/env bash
# Installs envwright from the checkout of this action into a virtual environment under RUNNER_TEMP,
# unless an earlier step of the job did so. The job's own Python and PATH stay as they are.
set -euo pipefail

home="$RUNNER_TEMP/envwright"
if [[ -x "$home/venv/bin/envwright" ]]; then
  exit 0
fi

# Prints whether a Python can run envwright.
is_fit() {
  "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

python=
if [[ -n "${ENVWRIGHT_PYTHON:-}" ]]; then
  python="$ENVWRIGHT_PYTHON"
else
  # Hosted runners keep Pythons where setup-python looks for them: Python/VERSION/ARCHITECTURE.
  for candidate in python3 "${RUNNER_TOOL_CACHE:-/nonexistent}"/Python/3.*/*/bin/python3; do
    if is_fit "$candidate"; then
      python="$candidate"
      break
    fi
  done
fi
if [[ -z "$python" ]] || ! is_fit "$python"; then
  echo "::error title=envwright::needs Python 3.11 or newer with venv; name one in the input \`python\`"
  exit 1
fi

mkdir -p "$home"
"$python" -m venv "$home/venv"
"$home/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$GITHUB_ACTION_PATH"
