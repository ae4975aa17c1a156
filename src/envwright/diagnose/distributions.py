"""Which distribution brings a module whose name is another one."""

from __future__ import annotations

__all__ = ["DISTRIBUTIONS"]

DISTRIBUTIONS = {
    "yaml": "pyyaml",
    "cv2": "opencv-python",
    "sklearn": "scikit-learn",
    "skimage": "scikit-image",
    "pil": "pillow",
    "bs4": "beautifulsoup4",
    "dateutil": "python-dateutil",
    "dotenv": "python-dotenv",
    "crypto": "pycryptodome",
    "git": "gitpython",
    "jwt": "pyjwt",
    "mysqldb": "mysqlclient",
    "attr": "attrs",
    "dns": "dnspython",
    "openssl": "pyopenssl",
}
"""Normalised distribution by module, in lower case."""
