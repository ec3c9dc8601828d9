"""How PostgreSQL finds rare words among a million entries at once; SQLite reads all it has.

Every one, two and three neighbouring characters of `Entry.searched` (its grams; of syllables one and two, which tell as
much) stand in an index. A common word is found sooner without it: walking along the official order, two hundred of
them are soon met. Which way to go is decided by `registry_share`, the share of entries expected to have the word, from
the shares of its grams kept in `registry_gramshare`. They are estimated from a sample at publication, once the record
has grown by a tenth. A wrong estimate costs time; what is found is the same both ways.
"""

from functools import reduce
from operator import add, and_, mul, or_

from django.db import connection as default_connection
from django.db.migrations.operations.base import Operation
from django.db.models import BooleanField, F, FloatField, Func, Q, Subquery, TextField, Value
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import GreaterThanOrEqual

from .spelling import Begun

LONGEST = 3
FIRST_SYLLABLE = chr(57344)  # see spelling.py; what stands behind it in Unicode is rare enough by twos
# Of a million entries, 200 with a share of 0.8 % are met after 25,000 steps along the order, where neighbours lie side
# by side; the index would return 8,000, each of them somewhere else.
COMMON = 0.008
LEAST = 0.0001  # below what is kept: nothing is divided by none
SMALLEST, SAMPLE = 2_000, 4_000  # entries: from how many on shares are worth knowing, and how many are looked at

CREATE = (
    """
    CREATE FUNCTION registry_grams(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_remove(array(
        SELECT unnest(ARRAY[a, a || b, CASE WHEN greatest(a COLLATE "C", b, c) < chr(57344) THEN a || b || c END])
        FROM (
            SELECT a, lead(a) OVER line AS b, lead(a, 2) OVER line AS c
            FROM (
                SELECT nullif(char, chr(10)) AS a, place
                FROM unnest(string_to_array(words, NULL)) WITH ORDINALITY AS every(char, place)
            ) AS chars WINDOW line AS (ORDER BY place)
        ) AS neighbours), NULL)
    $$
    """,
    'CREATE TABLE registry_gramshare (gram text COLLATE "C" PRIMARY KEY, share double precision NOT NULL)',
    # Not truly immutable: declared so, the planner asks it once and plans for the one way that is taken. The chain of
    # grams is judged as of letters in a text: p(abc) p(bcd) / p(bc).
    """
    CREATE FUNCTION registry_share(grams text[], common text[]) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN bool_or(share IS NULL) THEN 0 ELSE least(min(share), exp(sum(ln(share)) - (
        SELECT coalesce(sum(ln(share)), 0) FROM unnest(common) AS gram JOIN registry_gramshare USING (gram)))) END
    FROM unnest(grams) AS gram LEFT JOIN registry_gramshare USING (gram) $$
    """,
    f"""
    CREATE FUNCTION registry_renew_gramshares() RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        present bigint := (SELECT count(*) FROM registry_entry);
        counted double precision := coalesce((SELECT share FROM registry_gramshare WHERE gram = ''), 0);
    BEGIN
        IF present < {SMALLEST} OR abs(present - counted) < counted / 10 THEN RETURN; END IF;
        DELETE FROM registry_gramshare;
        WITH looked_at AS MATERIALIZED (
            SELECT id, searched FROM registry_entry WHERE random() < {SAMPLE}::float / present),
        counted AS (
            SELECT gram, count(DISTINCT id) AS entries FROM looked_at, unnest(registry_grams(searched)) AS gram
            GROUP BY gram)
        INSERT INTO registry_gramshare
            SELECT gram, entries::float / (SELECT count(*) FROM looked_at) FROM counted WHERE entries >= 8;
        INSERT INTO registry_gramshare VALUES ('', present);
    END $$
    """,  # noqa: S608 two numbers of this module
    "CREATE INDEX registry_entry_grams ON registry_entry USING gin (registry_grams(searched)) WITH (fastupdate = off)",
)
# Of a word that breaks off (spelling.Begun): one of several grams. Asked by the planner like registry_share.
CREATE_FOR_BEGUN = (
    """
    CREATE FUNCTION registry_share_of_any(grams text[]) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(sum(share), 0) FROM registry_gramshare WHERE gram = ANY (grams) $$
    """,
)
DROP_FOR_BEGUN = ("DROP FUNCTION registry_share_of_any(text[])",)
DROP = (
    "DROP INDEX registry_entry_grams",
    "DROP FUNCTION registry_renew_gramshares()",
    "DROP FUNCTION registry_share(text[], text[])",
    "DROP TABLE registry_gramshare",
    "DROP FUNCTION registry_grams(text)",
)


class GramIndex(Operation):
    """Migration operation: the functions and the index on `Entry.searched`, on PostgreSQL."""

    reduces_to_sql = False
    reversible = True
    create, drop = CREATE, DROP

    def state_forwards(self, app_label, state):
        """The model state does not know of them."""

    def _run(self, schema_editor, statements):
        for statement in statements if schema_editor.connection.vendor == "postgresql" else ():
            schema_editor.execute(statement)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self._run(schema_editor, self.create)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self._run(schema_editor, self.drop)

    def describe(self):
        return "Index the grams of the search form"


class BegunShares(GramIndex):
    """Migration operation: the function that tells how common a word is of which the last syllable breaks off."""

    create, drop = CREATE_FOR_BEGUN, DROP_FOR_BEGUN

    def describe(self):
        return "Tell how common a word is that breaks off"


def renew_shares(connection=default_connection):
    """Estimate anew how common each gram is, if the record has grown since: a second or two once every tenth."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT registry_renew_gramshares()")


class Share(Func):
    function, output_field = "registry_share", FloatField()
    template = "%(function)s(%(expressions)s)"
    arg_joiner = "::text[], "

    def as_sql(self, compiler, connection, **extra):
        return super().as_sql(compiler, connection, template="%(function)s(%(expressions)s::text[])", **extra)


class ShareOfAny(Func):
    function, template = "registry_share_of_any", "%(function)s(%(expressions)s::text[])"
    output_field = FloatField()


class HasGrams(Func):
    template, arg_joiner, output_field = "(registry_grams(%(expressions)s::text[]))", ") @> (", BooleanField()


class HasAnyGram(HasGrams):
    arg_joiner = ") && ("


class Places(Subquery):
    template = "ARRAY(%(subquery)s)"


class Place(Func):
    """Where the row of a key lies in its table: as long as the query lasts, that is the shortest way to a row."""

    output_field = TextField()

    def as_sql(self, compiler, connection, **extra):
        [key] = self.get_source_expressions()
        return f"{compiler.quote_name_unless_alias(key.alias)}.ctid", ()


class Among(Func):
    """Not IN: the planner takes the array for a few rows and goes straight to each."""

    template, arg_joiner, output_field = "(%(expressions)s))", " = ANY(", BooleanField()


def grams(form):
    """(the grams by which `form` is judged, what every two neighbours of them share)."""
    size = LONGEST if max(form) < FIRST_SYLLABLE else LONGEST - 1
    if len(form) <= size:
        return [form], []
    starts = range(len(form) - size + 1)
    return [form[at : at + size] for at in starts], [form[at + 1 : at + size] for at in starts[:-1]]


def keys(form):
    """As few grams as cover `form`."""
    judged, _overlaps = grams(form)
    return sorted({*judged[:: len(judged[0])], judged[-1]})


def by_the_index(asked, contains, entries):
    """`contains` for PostgreSQL: unless the words (their forms, see searching.py) are common, among what the index
    gives; `entries` is the table it belongs to."""
    shares = (reduce(add, map(_share, word)) for word in asked)
    rare = entries.filter(reduce(and_, (reduce(or_, (Q(_has(form)) for form in word)) for word in asked)))
    is_common = Q(GreaterThanOrEqual(reduce(mul, shares), Value(COMMON, output_field=FloatField())))
    places = rare.order_by().annotate(place=Place(F("pk"))).values("place")
    return contains & (is_common | Q(Among(Place(F("pk")), Places(places))))


def _share(form):
    """Of one that breaks off: as much of what is typed as goes on so behind its last sign, p(ab) p(bc) / p(b)."""
    if not isinstance(form, Begun):
        return Share(*map(Value, grams(form)))
    ends, typed = ShareOfAny(Value(_pairs(form))), Share(*map(Value, grams(str(form))))
    last = Greatest(Share(*map(Value, grams(form[-1]))), Value(LEAST, output_field=FloatField()))
    return Least(typed, typed * ends / last) if len(form) > 1 else ends


def _has(form):
    typed = Q(HasGrams(F("searched"), Value(keys(str(form)))))
    if not isinstance(form, Begun):
        return typed
    ends = Q(HasAnyGram(F("searched"), Value(_pairs(form))))
    return typed & ends if len(form) > 1 else ends


def _pairs(form):
    """The last sign that is typed, and each that may follow."""
    return [form[-1] + ending for ending in form.endings]
