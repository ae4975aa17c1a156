"""Why the system refused something, by the names of `errno`."""

from __future__ import annotations

__all__ = ["TEXTS"]

TEXTS = {
    "EACCES": "permission denied",
    "EPERM": "operation not permitted",
    "ENOENT": "no such file or directory",
    "EEXIST": "file exists",
    "EISDIR": "is a directory",
    "ENOTDIR": "not a directory",
    "ENOTEMPTY": "directory not empty",
    "ENOSPC": "no space left on device",
    "EDQUOT": "disk quota exceeded",
    "EROFS": "read-only file system",
    "EFBIG": "file too large",
    "EIO": "input/output error",
    "ELOOP": "too many levels of symbolic links",
    "ENAMETOOLONG": "file name too long",
    "EMFILE": "too many open files",
    "EBUSY": "device or resource busy",
    "ENOEXEC": "exec format error",
    "EBADF": "bad file descriptor",
    "EPIPE": "broken pipe",
    "EINVAL": "invalid argument",
    "ENXIO": "no such device or address",
    "ENOMEM": "cannot allocate memory",
}
