"""Modules of the standard library, and names that people take for packages of it.

A fixed list: it must not depend on the Python that envwright runs on.
"""

from __future__ import annotations

__all__ = ["STANDARD_NAMES"]

_NAMES = """
    abc argparse array ast asyncio atexit base64 binascii bisect bz2 calendar cmath codecs
    collections collections-abc concurrent concurrent-futures configparser contextlib copy
    copyreg csv ctypes curses datetime dbm decimal difflib dis doctest email enum errno
    faulthandler fcntl fnmatch fractions ftplib functools gc getopt getpass gettext glob
    graphlib grp gzip hashlib heapq hmac html http imaplib importlib inspect io ipaddress
    itertools json keyword linecache locale logging lzma mailbox math mimetypes mmap
    multiprocessing netrc numbers operator os os-path pathlib pdb pickle pkgutil platform
    plistlib poplib posixpath pprint profile pstats pty pwd py-compile pydoc queue random re
    readline resource runpy sched secrets select selectors shelve shlex shutil signal site
    smtplib socket socketserver sqlite3 ssl stat statistics string stringprep struct subprocess
    symtable sys sysconfig syslog tarfile telnetlib tempfile termios textwrap threading time
    timeit tkinter token tokenize traceback tracemalloc tty turtle types typing unicodedata
    unittest urllib urllib2 uuid venv warnings wave weakref webbrowser winreg wsgiref xml xmlrpc
    zipapp zipfile zipimport zlib zoneinfo dataclasses cpickle stringio httplib urlparse
    commands thread builtins
"""

STANDARD_NAMES = frozenset(_NAMES.split())
