"""Which Debian package brings a header.

Source: the contents index of Debian 12 (packages.debian.org, searched by file name).
"""

from __future__ import annotations

import re

__all__ = ["provider_of"]

_PROVIDERS: tuple[tuple[str, str], ...] = (
    (r"(?:Python|pyconfig|structmember|patchlevel)\.h", "python3-dev"),
    (r"portaudio\.h", "portaudio19-dev"),
    (
        r"(?:mysql/)?(?:mysql|my_config|my_global|errmsg|mysqld_error)\.h",
        "default-libmysqlclient-dev",
    ),
    (r"(?:postgresql/)?libpq-fe\.h", "libpq-dev"),
    (r"ffi\.h", "libffi-dev"),
    (r"openssl/\w+\.h", "libssl-dev"),
    (r"libxml2?/(?:libxml/)?\w+\.h", "libxml2-dev"),
    (r"libe?xslt/\w+\.h", "libxslt1-dev"),
    (r"xmlsec/\w+\.h", "libxmlsec1-dev"),
    (r"(?:ldap|lber)\.h", "libldap2-dev"),
    (r"sasl/\w+\.h", "libsasl2-dev"),
    (r"krb5(?:/\w+)?\.h|gssapi(?:/\w+)?\.h", "libkrb5-dev"),
    (r"sql(?:ext|types|ucode)?\.h", "unixodbc-dev"),
    (r"sqlfront\.h|sybdb\.h|ctpublic\.h", "freetds-dev"),
    (r"sqlite3\.h", "libsqlite3-dev"),
    (r"sqlcipher/\w+\.h", "libsqlcipher-dev"),
    (r"graphviz/\w+\.h", "libgraphviz-dev"),
    (r"cairo(?:/\w+)?\.h", "libcairo2-dev"),
    (r"ft2build\.h|freetype/\S+\.h", "libfreetype6-dev"),
    (r"png\.h", "libpng-dev"),
    (r"j(?:peglib|config)\.h", "libjpeg-dev"),
    (r"tiff(?:io)?\.h", "libtiff-dev"),
    (r"webp/\w+\.h", "libwebp-dev"),
    (r"zlib\.h", "zlib1g-dev"),
    (r"bzlib\.h", "libbz2-dev"),
    (r"lzma\.h", "liblzma-dev"),
    (r"zstd\.h", "libzstd-dev"),
    (r"lz4\.h", "liblz4-dev"),
    (r"snappy(?:-c)?\.h", "libsnappy-dev"),
    (r"curl/\w+\.h|curl-config", "libcurl4-openssl-dev"),
    (r"sndfile\.h", "libsndfile1-dev"),
    (r"alsa/\w+\.h", "libasound2-dev"),
    (r"pulse/\w+\.h", "libpulse-dev"),
    (r"jack/\w+\.h", "libjack-jackd2-dev"),
    (r"libav(?:format|codec|util|device|filter)/\w+\.h", "libavformat-dev"),
    (r"samplerate\.h", "libsamplerate0-dev"),
    (r"fftw3\.h", "libfftw3-dev"),
    (r"(?:gsl/)\w+\.h", "libgsl-dev"),
    (r"(?:gmp|mpfr|mpc)\.h", "libgmp-dev libmpfr-dev libmpc-dev"),
    (r"hdf5\.h", "libhdf5-dev"),
    (r"netcdf\.h", "libnetcdf-dev"),
    (r"mpi(?:cxx)?\.h", "libopenmpi-dev"),
    (r"geos_c\.h|geos/\w+\.h", "libgeos-dev"),
    (r"proj(?:_api)?\.h", "libproj-dev"),
    (r"(?:gdal|ogr_api|cpl_conv|cpl_error)\.h", "libgdal-dev"),
    (r"spatialindex/\S+", "libspatialindex-dev"),
    (r"leveldb/\w+\.h", "libleveldb-dev"),
    (r"rocksdb/\w+\.h", "librocksdb-dev"),
    (r"db\.h", "libdb-dev"),
    (r"gdbm\.h|ndbm\.h", "libgdbm-dev"),
    (r"readline/\w+\.h", "libreadline-dev"),
    (r"n?curses\.h", "libncurses-dev"),
    (r"uuid/uuid\.h", "uuid-dev"),
    (r"magic\.h", "libmagic-dev"),
    (r"pcap(?:/\w+)?\.h", "libpcap-dev"),
    (r"usb\.h|libusb\S*\.h", "libusb-1.0-0-dev"),
    (r"bluetooth/\w+\.h", "libbluetooth-dev"),
    (r"dbus/dbus\.h", "libdbus-1-dev"),
    (r"glib\.h", "libglib2.0-dev"),
    (r"girepository\.h", "libgirepository1.0-dev"),
    (r"X11/\S+\.h", "libx11-dev"),
    (r"GL/\w+\.h", "libgl1-mesa-dev"),
    (r"librdkafka/\w+\.h", "librdkafka-dev"),
    (r"sodium\.h", "libsodium-dev"),
    (r"zmq\.h", "libzmq3-dev"),
    (r"ev\.h", "libev-dev"),
    (r"event2?/?\w*\.h", "libevent-dev"),
    (r"yaml\.h", "libyaml-dev"),
    (r"expat\.h", "libexpat1-dev"),
    (r"pcre2?\.h", "libpcre2-dev"),
    (r"re2/\w+\.h", "libre2-dev"),
    (r"boost/\S+", "libboost-all-dev"),
    (r"(?:unsupported/)?Eigen/\w+|eigen3/\S+", "libeigen3-dev"),
    (r"opencv2/\S+", "libopencv-dev"),
    (r"jni\.h", "default-jdk-headless"),
    (r"systemd/\w+\.h", "libsystemd-dev"),
    (r"sys/capability\.h", "libcap-dev"),
    (r"sys/acl\.h", "libacl1-dev"),
    (r"crypt\.h", "libcrypt-dev"),
    (r"ta-lib/\w+\.h", "ta-lib (not in Debian)"),
    (r"(?:cblas|lapacke)\.h", "libopenblas-dev"),
    (r"llvm(?:-c)?/\S+", "llvm-dev"),
    (r"libvirt/\w+\.h", "libvirt-dev"),
    (r"(?:stdio|stdlib|string|math|limits|errno|assert|stdint|sys/types|unistd)\.h", "libc6-dev"),
    (r"linux/\w+\.h", "linux-libc-dev"),
)


def provider_of(header: str) -> str | None:
    """Return the Debian package that brings a header, or None where the table doesn't know it."""
    for pattern, provider in _PROVIDERS:
        if re.fullmatch(pattern, header):
            return provider
    return None
