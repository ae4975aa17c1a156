"""What a new page says until it is filled in, in Spanish."""

from __future__ import annotations

__all__ = ["TEXTS"]

TEXTS = {
    "title": "Di en una frase qué va mal.",
    "line": "la línea que muestra el fallo, tal como la imprimió la herramienta",
    "tool": "nombre de la herramienta",
    "version": "su versión",
    "why": "Di por qué, en unas pocas frases.",
    "remedy": "Di qué hacer, en una frase.",
    "ran": "el comando que la imprimió y las versiones de las herramientas",
    "near_ran": "una compilación que imprime algo parecido sin este fallo",
    "near_line": "una línea con la que esta página debe callar",
    "source": "dónde se describe el fallo, o `visto aquí`",
    "feedback": "# Una respuesta equivocada de envwright {version}\n\n"
    "- Dijo: `{said}`\n- Lo cierto es: `{truth}`\n- Nota: {note}\n\n"
    "`build.log` contiene {kept} de las {lines} líneas del log; lo que envwright reconoce "
    "como secreto está sustituido por `[redacted:…]`. Revísalo antes de compartirlo: los nombres "
    "de equipos, paquetes y personas siguen ahí.\n`labels.jsonl` dice qué es cierto, "
    "`diagnosis.json` qué se dijo, `about.json` con qué versiones.\n\n"
    "Para comunicarlo, adjunta esta carpeta como archivo comprimido a una incidencia.\n"
    "Para convertirlo en una prueba, mueve esta carpeta a `{place}` en un clon de envwright y "
    "ejecuta `make exam`.\n",
}
