"""One way to digest: SHA-256 over canonical JSON. The name of the algorithm is kept beside each digest."""

import hashlib
import json

ALGORITHM = "sha256"


def canonical(data):
    """`data` as bytes that do not depend on key order, spacing or the platform."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()


def digest(data):
    """Hex SHA-256 of the canonical JSON of `data`."""
    return hashlib.sha256(canonical(data)).hexdigest()
