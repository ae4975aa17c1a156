"""Why the system refused something, by the names of `errno`."""

from __future__ import annotations

__all__ = ["TEXTS"]

TEXTS = {
    "EACCES": "permiso denegado",
    "EPERM": "operación no permitida",
    "ENOENT": "no existe el archivo o la carpeta",
    "EEXIST": "el archivo ya existe",
    "EISDIR": "es una carpeta",
    "ENOTDIR": "no es una carpeta",
    "ENOTEMPTY": "la carpeta no está vacía",
    "ENOSPC": "no queda espacio en el dispositivo",
    "EDQUOT": "cuota de disco superada",
    "EROFS": "sistema de archivos de solo lectura",
    "EFBIG": "archivo demasiado grande",
    "EIO": "error de entrada o salida",
    "ELOOP": "demasiados niveles de enlaces simbólicos",
    "ENAMETOOLONG": "nombre de archivo demasiado largo",
    "EMFILE": "demasiados archivos abiertos",
    "EBUSY": "dispositivo o recurso ocupado",
    "ENOEXEC": "formato de ejecutable no válido",
    "EBADF": "descriptor de archivo no válido",
    "EPIPE": "tubería rota",
    "EINVAL": "argumento no válido",
    "ENXIO": "no existe el dispositivo o la dirección",
    "ENOMEM": "no se puede asignar memoria",
}
