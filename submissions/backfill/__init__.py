"""Back-filling: whole lists of earlier rounds, of any level, from a table and the facts of the document it was typed
from. `listing` reads the table, `places` finds its divisions, `matching` what is known of its candidates already,
`checking` says what it would become; `publishing.backfilling` alone writes. All of a list is taken, or nothing.
"""
