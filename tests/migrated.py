"""The database of each worker: one worker of a run migrates, the others begin with a copy of what that made.

To migrate takes seconds of a core, to copy a fraction of one. `tests/run.py` names a folder in which the workers of a
run meet, and removes it afterwards with all that lies there; PostgreSQL's databases go with their cluster.
"""

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

MEETING = os.environ.get("TESTS_MIGRATED_IN")


def begin(worker):
    """Connects to the database of this worker, new and migrated."""
    creation = connection.creation
    name = creation._get_test_db_name()  # of what is copied
    with _alone(Path(MEETING, "lock")) as is_first:
        if is_first:
            creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()  # also so that what is copied lies whole in one file
        connection.settings_dict["NAME"] = name
        creation.clone_test_db(worker, verbosity=0)
    connection.settings_dict.update(creation.get_test_db_clone_settings(worker))


@contextmanager
def _alone(path):
    """Nobody else is in here meanwhile; yields whether nobody was before. Who fails leaves it to the next one."""
    with path.open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        is_first = path.stat().st_size == 0
        yield is_first
        if is_first:
            lock.write("migrated")
