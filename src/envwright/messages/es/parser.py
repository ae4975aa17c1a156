"""The texts of argparse itself, in Spanish: by its own English text, of Python 3.11 to 3.14."""

from __future__ import annotations

__all__ = ["TEXTS"]

TEXTS = {
    "usage: ": "uso: ",
    "positional arguments": "argumentos posicionales",
    "options": "opciones",
    "show this help message and exit": "muestra esta ayuda y termina",
    "argument %(argument_name)s: %(message)s": "argumento %(argument_name)s: %(message)s",
    "unrecognized arguments: %s": "argumentos desconocidos: %s",
    "the following arguments are required: %s": "faltan los argumentos: %s",
    "one of the arguments %s is required": "hace falta uno de los argumentos %s",
    "not allowed with argument %s": "no se admite junto con el argumento %s",
    "ignored explicit argument %r": "no admite ningún valor, y se le dio %r",
    "expected one argument": "espera un valor",
    "expected at most one argument": "espera como mucho un valor",
    "expected at least one argument": "espera al menos un valor",
    "expected %s argument": "espera %s valor",
    "expected %s arguments": "espera %s valores",
    "ambiguous option: %(option)s could match %(matches)s": "opción ambigua: "
    "%(option)s puede ser %(matches)s",
    "unexpected option string: %s": "opción inesperada: %s",
    "invalid %(type)s value: %(value)r": "valor no válido para %(type)s: %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)": "valor no válido: %(value)r "
    "(elige entre %(choices)s)",
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": "valor no "
    "válido: %(value)r, ¿querías decir %(closest)r? (elige entre %(choices)s)",
}
