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
}
