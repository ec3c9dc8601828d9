import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def made():
    django.setup(set_prefix=False)
    from registry.door import Door

    return Door()


application = made()
