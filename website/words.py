"""The words of the site's own pages; those that answers use, too, come from the package."""

from __future__ import annotations

from envwright.messages import say

__all__ = ["FAMILIES", "word"]

FAMILIES = {
    "azure-service": ("Azure services", "Servicios de Azure"),
    "base-image": ("Base images", "Imágenes base"),
    "compile": ("Compiling packages", "Compilación de paquetes"),
    "conda": ("conda and mamba", "conda y mamba"),
    "dockerfile": ("Dockerfile and builder", "Dockerfile y compilador de imágenes"),
    "network": ("Network", "Red"),
    "package-index": ("Package indexes", "Índices de paquetes"),
    "pip": ("pip", "pip"),
    "platform": ("Platform", "Plataforma"),
    "python": ("Python", "Python"),
    "registry": ("Image registries", "Registros de contenedores"),
    "resolver": ("Version resolvers", "Solucionadores de versiones"),
    "resources": ("Disk, memory, time", "Disco, memoria, tiempo"),
    "security": ("Security", "Seguridad"),
    "spec": ("Specification files", "Archivos de especificación"),
    "system-packages": ("System packages", "Paquetes del sistema"),
    "uv": ("uv", "uv"),
}
"""Family -> its name in English and in Spanish."""

_WORDS = {
    "aliases": ("Former names", "Nombres anteriores"),
    "called": ("How a diagnosis says it", "Cómo lo dice un diagnóstico"),
    "dark": ("Dark", "Oscuro"),
    "english_only": (
        "This page is in English only.",
        "Esta página solo está en inglés.",
    ),
    "example_public": ("Found in public", "Encontrado en público"),
    "example_ran": ("Really run", "Ejecutado de verdad"),
    "example_source": (
        "Composed from the tool's source, not seen in a real log yet",
        "Compuesto a partir del código de la herramienta; aún no se ha visto en un log real",
    ),
    "explained_by": ("What brings it about", "Qué lo provoca"),
    "explains": ("What it brings about", "Qué provoca"),
    "failures": ("Failures", "Fallos"),
    "failures_about": (
        "{count} known failures in {families} families. A diagnosis names them by their id, and "
        "`envwright explain ID` shows the same page on a terminal.",
        "{count} fallos conocidos en {families} familias. Un diagnóstico los nombra por su id, y "
        "`envwright explain ID` muestra la misma página en un terminal.",
    ),
    "guides": ("Guides", "Guías"),
    "kind_command": ("a command", "un comando"),
    "kind_edit": ("an edit of your files", "un cambio en tus archivos"),
    "kind_person": ("for a person to decide", "lo decide una persona"),
    "kind_setting": ("a setting", "un ajuste"),
    "light": ("Light", "Claro"),
    "logs": ("Where the log is", "Dónde está el log"),
    "moved": ("This page has moved:", "Esta página se ha movido:"),
    "no_log": (
        "No log shows it: it is found in files or in a service.",
        "Ningún log lo muestra: se encuentra en archivos o en un servicio.",
    ),
    "project": ("Project", "Proyecto"),
    "reference": ("Reference", "Referencia"),
    "site": (
        "Why the build of an environment or container image failed",
        "Por qué falló la compilación de un entorno o de una imagen de contenedor",
    ),
    "start": ("Start", "Inicio"),
    "tools": ("Tools", "Herramientas"),
}


def word(lang: str, key: str, /, **values: object) -> str:
    """Return a word or sentence in a language, its places filled."""
    pair = _WORDS.get(key)
    if pair is None:
        return say(lang, key, **values)
    text = pair[1 if lang == "es" else 0]
    return text.format(**values) if values else text
