"""The help of the command line, in Spanish: commands, what they do, their arguments."""

from __future__ import annotations

__all__ = ["TEXTS"]

TEXTS = {
    "overview": "uso: envwright COMANDO ...\n\n"
    "Dice por qué falló la compilación de un entorno o de una imagen de contenedor.\n\n"
    "comandos:\n{commands}\n\n"
    "envwright COMANDO --help dice más.\n",
    "diagnose": "dice por qué falló una compilación, a partir de su log",
    "run": "ejecuta un comando y, si falla, diagnostica su salida",
    "explain": "muestra la página de un fallo",
    "failures": "enumera, prueba o añade fallos",
    "feedback": "hace un caso de prueba de un log mal diagnosticado",
    "completion": "muestra lo que permite a un shell completar los comandos",
    "version": "muestra la versión",
    "diagnose-does": "Dice por qué falló una compilación: la causa raíz, las líneas que la prueban "
    "y qué hacer.",
    "diagnose-baseline": "el log de una compilación correcta: dice también "
    "qué ha cambiado desde entonces",
    "diagnose-logs": "un log, o una carpeta o un archivo comprimido con logs; con - o sin nada se "
    "lee la entrada estándar",
    "explain-does": "Muestra qué es un fallo, por qué ocurre y cómo se arregla.",
    "explain-failure": "el id del fallo, tal como lo escribe `diagnose`",
    "feedback-does": "Hace una carpeta con un log sin sus secretos, lo que se dijo y lo que es"
    " cierto: lista para una incidencia o para tests/logs. No se envía nada a ninguna parte.",
    "feedback-log": "el log; con - se lee la entrada estándar",
    "feedback-usage": "envwright feedback LOG [-h] [--truth VERDAD ...] [--note TEXTO]"
    " [--output CARPETA] [--lang {en,es}]",
    "feedback-truth": "lo que es cierto: el id de un fallo, `unknown` (ninguna página lo tiene) o"
    " `none` (la compilación fue bien), y los números de las líneas que lo prueban; en un terminal"
    " se pregunta",
    "feedback-note": "qué pasó, en una frase",
    "feedback-output": "la carpeta que se crea (si no se indica: envwright-feedback-LOG)",
    "failures-does": "Enumera, prueba o añade fallos del catálogo.",
    "failures-verb": "list (enumerar), test (probar) o new (añadir)",
    "list-does": "Enumera los fallos conocidos, incluidos los tuyos.",
    "list-family": "solo los fallos de una familia",
    "new-does": "Crea una página para rellenar: tuya, en .envwright/failures; con --family, del "
    "catálogo.",
    "new-failure": "el id nuevo; a los tuyos se les antepone local-",
    "new-family": "la añade a la familia F del catálogo, en un clon de envwright",
    "new-from": "la línea que lo muestra",
    "run-does": "Ejecuta un comando y deja pasar su salida; si falla, dice por qué en la salida de "
    "errores.",
    "run-usage": "envwright run [-h] [--log ARCHIVO] [--report FORMA=RUTA] [--lang {en,es}] "
    "-- COMANDO ...",
    "run-log": "archivo para la salida (si no se indica: en .envwright/logs)",
    "run-command": "lo que hay que ejecutar, con sus argumentos",
    "test-does": "Prueba todos los ejemplos de las páginas: cada fallo debe encontrarse, "
    "y en cada caso parecido debe haber silencio.",
    "test-pages": "solo estas (si no se indica: todas, incluidas las tuyas)",
    "test-accept-translations": "da por actualizadas las traducciones de estas páginas respecto "
    "del texto en inglés",
    "completion-does": "Muestra el script de autocompletado de un shell. En bash y zsh: "
    'eval "$(envwright completion bash)"; en fish: envwright completion fish | source.',
    "completion-shell": "el shell en el que completar",
    "option-help": "muestra esta ayuda",
    "list-format": "forma de la respuesta (si no se indica: text); `ids` es un id por línea",
    "version-does": "Muestra la versión.",
    "report": "escribe la respuesta también en otra forma, "
    "en un archivo, como `sarif=build.sarif`; `-` es la salida estándar",
    "format": "forma de la respuesta (si no se indica: text)",
    "lang": "idioma de la respuesta (si no se indica: ENVWRIGHT_LANG, el archivo de configuración "
    "o la configuración regional)",
    "COMMAND": "COMANDO",
    "F": "F",
    "FILE": "ARCHIVO",
    "FORM=PATH": "FORMA=RUTA",
    "ID": "ID",
    "ID|FILE": "ID|ARCHIVO",
    "DIR": "CARPETA",
    "TEXT": "TEXTO",
    "TRUTH": "VERDAD",
    "LOG": "LOG",
    "LOG:LINE": "LOG:LÍNEA",
    "VERB": "VERBO",
}
