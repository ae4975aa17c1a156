#!/usr/bin/env bash
# Runs the command under `envwright run` and ends with its exit code. All inputs come in the
# environment: nothing that a workflow says becomes part of this script.
set -uo pipefail

bin="$RUNNER_TEMP/envwright/venv/bin"
reports="$(mktemp -d "$RUNNER_TEMP/envwright/reports-XXXXXX")" || exit 1
# The command and its whole output stay outside what is uploaded: they may hold secrets.
private="$(mktemp -d "$RUNNER_TEMP/envwright/private-XXXXXX")" || exit 1
printf '%s\n' "$ENVWRIGHT_COMMAND" >"$private/command.sh"

options=(--log "$private/build.log")
for report in json=diagnosis.json sarif=envwright.sarif markdown=summary.md html=report.html; do
  options+=(--report "${report%%=*}=$reports/${report#*=}")
done
if [[ "$ENVWRIGHT_ANNOTATIONS" == true ]]; then
  options+=(--report github=-)
fi
if [[ -n "$ENVWRIGHT_LANGUAGE" ]]; then
  options+=(--lang "$ENVWRIGHT_LANGUAGE")
fi

"$bin/envwright" run "${options[@]}" -- bash --noprofile --norc -eo pipefail "$private/command.sh"
code=$?

if [[ -f "$private/build.log" ]]; then
  "$bin/python" "$GITHUB_ACTION_PATH/ci/github/without_secrets.py" \
    "$private/build.log" "$reports/build.log"
fi
if [[ "$ENVWRIGHT_SUMMARY" == true && $code -ne 0 && -s "$reports/summary.md" ]]; then
  cat "$reports/summary.md" >>"$GITHUB_STEP_SUMMARY"
fi

failure=
if [[ -f "$reports/diagnosis.json" ]]; then
  failure="$("$bin/python" -c '
import json, sys
with open(sys.argv[1], encoding="utf-8") as file:
    print((json.load(file)["root_cause"] or {}).get("failure", ""))
' "$reports/diagnosis.json")"
fi
{
  echo "exit-code=$code"
  echo "failure=$failure"
  echo "reports=$reports"
  if [[ -f "$reports/envwright.sarif" ]]; then
    echo "sarif=$reports/envwright.sarif"
  fi
} >>"$GITHUB_OUTPUT"
exit "$code"
