"""Whatever the command line says, it says in the reader's language."""

from __future__ import annotations

import argparse
import ast
import contextlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from envwright.cli import COMMANDS, main
from envwright.messages import table

if TYPE_CHECKING:
    from cli_process import Cli

SCREENS = [
    [], *([name] for name in COMMANDS),
    ["failures", "list"], ["failures", "test"], ["failures", "new"],
]  # fmt: skip
OF_ENGLISH = {
    "a", "all", "and", "are", "as", "by", "default", "for", "if", "in", "is", "it", "message",
    "of", "on", "only", "or", "show", "that", "the", "these", "this", "to", "what", "which",
    "with", "your", "arguments", "usage", "options", "required", "expected",
}  # fmt: skip
OF_SPANISH = {"como", "con", "de", "del", "el", "la", "las", "los", "para", "por", "que", "una"}
ALIKE = {"a"}
"""Words of both languages."""


def words_of(text: str) -> set[str]:
    """Return the words of a text that are no names of options, files or settings."""
    plain = re.sub(r"`[^`]*`|'[^']*'|\{[^}]*\}|\S*[_/.-]\w\S*", " ", text)
    return set(re.findall(r"[a-záéíóúñ]+", plain.lower())) - ALIKE


@pytest.mark.parametrize("screen", SCREENS, ids=" ".join)
def test_help_is_all_spanish(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, screen: list[str]
) -> None:
    monkeypatch.setenv("ENVWRIGHT_LANG", "es")

    shown = shown_help(screen, capfd)

    assert words_of(shown) & OF_ENGLISH == set()
    assert shown.startswith("uso: envwright")
    assert words_of(shown) & OF_SPANISH


@pytest.mark.parametrize("screen", SCREENS, ids=" ".join)
def test_help_is_all_english(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, screen: list[str]
) -> None:
    monkeypatch.setenv("ENVWRIGHT_LANG", "en")

    shown = shown_help(screen, capfd)

    assert words_of(shown) & OF_SPANISH == set()
    assert shown.startswith("usage: envwright")


def shown_help(screen: list[str], capfd: pytest.CaptureFixture[str]) -> str:
    with contextlib.suppress(SystemExit):
        main([*screen, "--help"])
    return capfd.readouterr().out


@pytest.mark.parametrize("screen", [["--help"], ["diagnose", "--help"], ["nothing"]])
def test_output_without_accents_is_survived(cli: Cli, screen: list[str]) -> None:
    done = cli(*screen, env={"ENVWRIGHT_LANG": "es", "PYTHONIOENCODING": "ascii"})

    assert done.returncode == (2 if screen == ["nothing"] else 0)
    assert b"Traceback" not in done.stderr
    assert done.stdout.decode("ascii").startswith("uso: ") or not done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["diagnos"], "ningún comando se llama `diagnos`\nsugerencia: ¿querías decir `diagnose`?"),
        (["nothing"], "ningún comando se llama `nothing`\nsugerencia: la lista completa: envwright "
         "--help"),
        (["diagnose", "--format", "word"], "argumento --format: valor no válido: 'word' (elige"),
        (["diagnose", "--format"], "argumento --format: espera un valor\n"
         "sugerencia: consulta: envwright diagnose --help"),
        (["diagnose", "--lang", "fr"], "argumento --lang: valor no válido: 'fr' (elige entre"),
        (["diagnose", "--nonsense"], "argumentos desconocidos: --nonsense"),
        (["explain"], "faltan los argumentos: ID"),
        (["explain", "pip-nothing"], "ningún fallo se llama `pip-nothing`"),
        (["diagnose", "missing.log"],
         "no se puede abrir `missing.log`: no existe el archivo o la carpeta\n"
         "sugerencia: revisa la ruta y sus permisos"),
        (["diagnose", "."], "no hay ningún log en la carpeta `.`"),
        (["failures", "list", "--family", "x"], "ninguna familia se llama `x`\n"
         "sugerencia: las familias son: "),
        (["failures", "test", "--accept-translations"], "--accept-translations necesita"),
        (["failures", "new", "Up"], "`Up` no es un id"),
        (["run"], "falta el comando que ejecutar\nsugerencia: escríbelo después de --"),
        (["run", "--", "no-such-command-anywhere"], "no se encuentra el comando"),
    ],
)  # fmt: skip
def test_broken_input_is_told_in_spanish(cli: Cli, arguments: list[str], told: str) -> None:
    done = cli(*arguments, env={"ENVWRIGHT_LANG": "es"})

    assert done.returncode in (2, 127)
    assert done.stderr.decode().startswith(f"error: {told}")
    words = words_of(re.sub(r"no such file or directory", "", done.stderr.decode()))
    assert words & OF_ENGLISH == set()


@pytest.mark.parametrize("arguments", [["--lang", "es"], ["--lang=es"]])
def test_flag_gives_the_language_of_faults(cli: Cli, arguments: list[str]) -> None:
    done = cli("diagnose", *arguments, "--nonsense")

    assert done.stderr.startswith(b"error: argumentos desconocidos: --nonsense\nsugerencia: ")


def test_flag_of_a_wrapped_command_is_not_ours(cli: Cli) -> None:
    done = cli("run", "--log", "/", "--", "tool", "--lang", "es")

    assert done.stderr.startswith(b"error: cannot write `/`")


@pytest.mark.parametrize(
    ("setting", "spanish"),
    [
        ({"LC_ALL": "es_MX.UTF-8"}, True),
        ({"LC_ALL": "es"}, True),
        ({"LC_ALL": "ES"}, True),
        ({"LC_ALL": "es_ES@euro"}, True),
        ({"LC_ALL": "", "LC_MESSAGES": "es_AR.UTF-8", "LANG": "en_GB.UTF-8"}, True),
        ({"LC_ALL": "C", "LANG": "es_ES.UTF-8"}, False),
        ({"LC_ALL": "", "LANG": "C.UTF-8"}, False),
        ({"LC_ALL": "est_EE.UTF-8"}, False),
        ({"ENVWRIGHT_LANG": "ES"}, True),
        ({"ENVWRIGHT_LANG": "en", "LC_ALL": "es_ES.UTF-8"}, False),
    ],
)
def test_surroundings_give_the_language_of_faults(
    cli: Cli, setting: dict[str, str], spanish: bool
) -> None:
    done = cli("nothing", env=setting | {"PYTHONUTF8": "1"})

    assert done.stderr.startswith(
        "error: ningún comando".encode() if spanish else b"error: no command"
    )


def test_broken_settings_file_is_told_in_the_language_of_the_locale(
    cli: Cli, tmp_path: Path
) -> None:
    (tmp_path / "envwright.toml").write_text("lang = \n")

    done = cli("diagnose", "x.log", env={"LC_ALL": "es_ES.UTF-8"})

    assert done.returncode == 2
    assert done.stderr.startswith(b"error: no se puede leer `envwright.toml`: ")


def test_settings_file_gives_the_language_of_help(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "envwright.toml").write_text('lang = "es"\n')

    assert cli("--help").stdout.startswith(b"uso: ")
    assert cli("diagnose", "--help").stdout.startswith(b"uso: ")


def test_settings_that_are_no_table_are_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool]\nenvwright = "tool.envwright"\n')

    done = cli("diagnose", "x.log", env={"ENVWRIGHT_LANG": "es"})

    assert done.stderr == b"error: `pyproject.toml`: `envwright` no es una tabla\n"


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a current folder cannot be removed")
def test_current_folder_that_is_gone_is_told(cli: Cli, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()

    done = cli("diagnose", "x.log", cwd=gone, preexec_fn=gone.rmdir)

    assert done.returncode == 2
    assert done.stderr == (b"error: cannot tell the current folder: no such file or directory\n")


def test_broken_page_of_your_own_is_told_in_spanish(cli: Cli, tmp_path: Path) -> None:
    pytest.importorskip("re2", reason="pages of your own need google-re2")
    pages = tmp_path / ".envwright" / "failures"
    pages.mkdir(parents=True)
    (pages / "local-broken.md").write_text("nothing\n")

    done = cli("diagnose", "-", input=b"text\n", env={"ENVWRIGHT_LANG": "es"})

    assert done.stderr.startswith(b"aviso: ")
    assert "una página empieza por `# <id>`\n" in done.stderr.decode()


def test_argparse_says_nothing_that_has_no_translation() -> None:
    """Each text of this Python's argparse is translated, but those for programmers only."""
    for_programmers = (
        "%r is not callable", ".__call__()", "argument \"-\"", "can't open", "cannot have",
        "cannot merge", "command '%(parser", "conflicting", "dest=", "invalid conflict",
        "invalid option string", "mutually exclusive", "'required' is", "show program's version",
        "subcommands", "unknown parser", "%(prog)s: ", "%(heading)s:", " (default:",
        "argument '%(argument_name)s' is deprecated", "option '%(option)s' is deprecated",
        "cannot be called",
    )  # fmt: skip
    tree = ast.parse(Path(argparse.__file__).read_text(encoding="utf-8"))
    texts = {
        argument.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("_", "ngettext")
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }

    known = table("parser", "es")
    assert len(texts) > 20
    assert [
        text for text in texts if text not in known and not text.startswith(for_programmers)
    ] == []


@pytest.mark.parametrize(("english", "spanish"), list(table("parser", "es").items()))
def test_translations_of_argparse_take_the_same_values(english: str, spanish: str) -> None:
    def places(text: str) -> list[str]:
        return sorted(re.findall(r"%(?:\(\w+\))?[sr]", text))

    assert places(spanish) == places(english)


def test_argparse_is_left_as_it_was() -> None:
    before = argparse._, argparse.ngettext  # type: ignore[attr-defined]
    with pytest.raises(SystemExit):
        main(["diagnose", "--help", "--lang", "es"])

    assert (argparse._, argparse.ngettext) == before  # type: ignore[attr-defined]


def test_new_page_of_your_own_asks_in_your_language(cli: Cli, tmp_path: Path) -> None:
    made = cli("failures", "new", "thing", "--lang", "es")

    page = (tmp_path / ".envwright" / "failures" / "local-thing.md").read_text(encoding="utf-8")
    assert made.stdout.decode().startswith(
        "creada `.envwright/failures/local-thing.md`; complétala"
    )
    assert "\nDi en una frase qué va mal.\n" in page
    assert "\n## Why it happens\nDi por qué" in page


@pytest.mark.parametrize("lang", ["en", "es"])
def test_new_page_keeps_to_the_form_of_pages(cli: Cli, tmp_path: Path, lang: str) -> None:
    pytest.importorskip("re2", reason="pages of your own need google-re2")
    cli("failures", "new", "thing", "--lang", lang)

    done = cli("failures", "test", "local-thing", "--lang", lang)

    assert done.returncode == 0, done.stdout.decode()
