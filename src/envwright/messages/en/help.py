"""The help of the command line, in English: commands, what they do, their arguments."""

from __future__ import annotations

__all__ = ["TEXTS"]

TEXTS = {
    "overview": "usage: envwright COMMAND ...\n\n"
    "Says why the build of an environment or container image failed.\n\n"
    "commands:\n{commands}\n\n"
    "envwright COMMAND --help tells more.\n",
    "diagnose": "say why a build failed, from its log",
    "run": "run a command, and diagnose its output if it fails",
    "explain": "show the page of a failure",
    "failures": "list, test or add failures",
    "feedback": "make a test case of a log that was answered wrongly",
    "completion": "print what makes a shell complete commands",
    "version": "print the version",
    "diagnose-does": "Says why a build failed: root cause, the lines that prove it, what to do.",
    "diagnose-baseline": "the log of a good build: also say what changed since then",
    "diagnose-logs": "a log, a folder or an archive of logs; - or nothing reads standard input",
    "explain-does": "Shows what a failure is, why it happens, how it is mended.",
    "explain-failure": "the failure's id, as `diagnose` prints it",
    "feedback-does": "Makes a folder of a log without its secrets, what was said and what is true:"
    " fit for an issue, or for tests/logs. Nothing is sent anywhere.",
    "feedback-log": "the log; - reads standard input",
    "feedback-usage": "envwright feedback LOG [-h] [--truth TRUTH ...] [--note TEXT]"
    " [--output DIR] [--lang {en,es}]",
    "feedback-truth": "what is true: a failure's id, `unknown` (no page has it) or `none` (the"
    " build was fine), and the numbers of the lines that prove it; asked for on a terminal",
    "feedback-note": "what happened, in a sentence",
    "feedback-output": "the folder to make (default: envwright-feedback-LOG)",
    "failures-does": "Lists, tests or adds failures of the catalogue.",
    "failures-verb": "list, test or new",
    "list-does": "Lists the known failures, yours included.",
    "list-family": "only the failures of one family",
    "new-does": "Makes a page to fill in: yours in .envwright/failures; with --family, "
    "one of ours.",
    "new-failure": "the new id; yours get local- in front",
    "new-family": "add it to the catalogue's family F, in a clone of envwright",
    "new-from": "the line that shows it",
    "run-does": "Runs a command and passes its output through; "
    "if it fails, says why on standard error.",
    "run-usage": "envwright run [-h] [--log FILE] [--report FORM=PATH] [--lang {en,es}] "
    "-- COMMAND ...",
    "run-log": "file for the output (default: in .envwright/logs)",
    "run-command": "what to run, with its arguments",
    "test-does": "Runs every example of the pages: each must be found, each near miss stay silent.",
    "test-pages": "only these (default: all, yours included)",
    "test-accept-translations": "mark the translations of these pages as up to date with the "
    "English text",
    "completion-does": "Prints the completion script of a shell. In bash and zsh: "
    'eval "$(envwright completion bash)"; in fish: envwright completion fish | source.',
    "completion-shell": "the shell to complete in",
    "option-help": "show this help",
    "list-format": "form of the answer (default: text); `ids` is one id a line",
    "version-does": "Prints the version.",
    "report": "also write the answer in another form to a file, "
    "as `sarif=build.sarif`; `-` is standard output",
    "format": "form of the answer (default: text)",
    "lang": "language of the answer (default: ENVWRIGHT_LANG, the settings file, else the locale)",
    "COMMAND": "COMMAND",
    "F": "F",
    "FILE": "FILE",
    "FORM=PATH": "FORM=PATH",
    "ID": "ID",
    "ID|FILE": "ID|FILE",
    "DIR": "DIR",
    "TEXT": "TEXT",
    "TRUTH": "TRUTH",
    "LOG": "LOG",
    "LOG:LINE": "LOG:LINE",
    "VERB": "VERB",
}
