import os

import django
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def made():
    django.setup(set_prefix=False)
    resolve("/")  # imports every view, a second or more: a new worker does it before a reader waits for its answer
    from registry.door import Door

    return Door()


application = made()
