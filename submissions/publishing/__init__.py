"""Publishing: the only way to the public.

A draft is prepared (`starting`), previewed, signed off and compared with the signed text (`checking`) and confirmed by
a second person; then it is frozen in one transaction (`confirming`). Every refusal is a sentence and writes nothing.
(Secrecy review before publishing: 《政府网站发展指引》.)
"""

from .backfilling import draft_list, import_release
from .checking import blockers, differences, missing_sign_offs, order_as_signed, paste_signed_text, sign_off
from .confirming import confirm, discard, withhold
from .noticing import extend, pause, resume, set_term
from .previewing import preview
from .refusing import PublishRefused
from .starting import change_item, drop_item, start
from .titling import start_about

__all__ = [
    "PublishRefused",
    "blockers",
    "change_item",
    "confirm",
    "differences",
    "discard",
    "draft_list",
    "drop_item",
    "extend",
    "import_release",
    "missing_sign_offs",
    "order_as_signed",
    "paste_signed_text",
    "pause",
    "preview",
    "resume",
    "set_term",
    "sign_off",
    "start",
    "start_about",
    "withhold",
]
