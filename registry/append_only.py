"""Tables to which rows are only added: the database itself refuses UPDATE and DELETE, by trigger.

SQLite rebuilds a table to alter it and silently drops its triggers; therefore every migration that alters one of
these tables ends with `AppendOnly(...)` again (it is idempotent), and a test tries UPDATE and DELETE after the last.
PostgreSQL's TRUNCATE passes row triggers and gets one of its own; SQLite's REPLACE deletes without asking them unless
the connection says `recursive_triggers` (config/environment.py).
"""

from django.db import connection as default_connection
from django.db.migrations.operations.base import Operation

# table -> condition on OLD under which DELETE is allowed (None: never)
WITHHELD = "EXISTS (SELECT 1 FROM registry_withholding w WHERE w.item_id = OLD.item_id)"
ARTICLE_WITHHELD = "EXISTS (SELECT 1 FROM registry_articlewithholding w WHERE w.article_id = OLD.article_id)"
TABLES = {
    "registry_release": None,
    "registry_releaseitem": None,
    "registry_itemtext": WITHHELD,
    "registry_withholding": None,
    "registry_series": None,
    "registry_article": None,
    "registry_articletext": ARTICLE_WITHHELD,
    "registry_articlefile": ARTICLE_WITHHELD,
    "registry_articleentry": None,
    "registry_articlewithholding": None,
    "registry_notice": None,
    "registry_noticechange": None,
    "submissions_transition": None,
    "submissions_signoff": None,
    "submissions_articlesignoff": None,
    "submissions_extension": None,
    "submissions_version": None,
    "submissions_versionfile": None,
    "submissions_sealedscan": None,
    "submissions_objectionstep": None,
}


def _names(table):
    return {act: f"{table}_no_{act}" for act in ("update", "delete", "truncate")}


def _lift_sql(vendor, table):
    names = _names(table)
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {names[act]}" for act in ("update", "delete")]
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name in names.values()]


def _install_sql(vendor, table):
    names, unless = _names(table), TABLES[table]
    when_delete = f"WHEN NOT ({unless})" if unless else ""
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        return [
            f"CREATE TRIGGER {names['update']} BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {names['delete']} BEFORE DELETE ON {table} {when_delete} {refuse}",
        ]
    # PostgreSQL allows no subquery in WHEN, so the condition stands in the function.
    check = f"IF TG_OP = 'DELETE' THEN IF {unless} THEN RETURN OLD; END IF; END IF;" if unless else ""
    return [
        f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {check} "
        f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE OR REPLACE FUNCTION {table}_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        *(
            f"CREATE TRIGGER {names[act]} BEFORE {act.upper()} ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION {table}_append_only()"
            for act in ("update", "delete")
        ),
        f"CREATE TRIGGER {names['truncate']} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
        f"EXECUTE FUNCTION {table}_no_truncate()",
    ]


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def lift(connection=default_connection, tables=TABLES):
    """Take the triggers away: for a migration that must alter a table, and for test set-up that empties it."""
    for table in tables:
        _run(connection, _lift_sql(connection.vendor, table))


def install(connection=default_connection, tables=TABLES):
    for table in tables:
        _run(connection, _lift_sql(connection.vendor, table) + _install_sql(connection.vendor, table))


class AppendOnly(Operation):
    """Migration operation: make the triggers of these tables, anew if they exist."""

    reduces_to_sql = False
    reversible = True

    def __init__(self, *tables):
        self.tables = tables

    def deconstruct(self):
        return self.__class__.__name__, list(self.tables), {}

    def state_forwards(self, app_label, state):
        """The model state does not know of triggers."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for table in self.tables:
            statements = _lift_sql(schema_editor.connection.vendor, table)
            statements += _install_sql(schema_editor.connection.vendor, table)
            for statement in statements:
                schema_editor.execute(statement)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for table in self.tables:
            for statement in _lift_sql(schema_editor.connection.vendor, table):
                schema_editor.execute(statement)

    def describe(self):
        return "Refuse UPDATE and DELETE on " + ", ".join(self.tables)
