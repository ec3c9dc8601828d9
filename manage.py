#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from config.environment import BadSetting

    try:
        execute_from_command_line(sys.argv)
    except BadSetting as sentence:  # for whoever set the variable, not for who reads tracebacks
        sys.exit(str(sentence))
