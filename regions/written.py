"""Queries that are asked again and again, with SQL that is written once.

Django composes the SQL of a query anew each time, which takes longer than the database takes for the answer. Here a
query is a function that returns a queryset of values; it is composed once for each kind of question.
"""

from functools import lru_cache

from django.db import connection

SKIPPED = 2_147_470_000  # where a query's slice begins there, it begins at what is `said` for it


@lru_cache(256)
def _written(query, *facts):
    """(SQL, its parameters, by column what makes Python's values of the database's)."""
    compiler = query(*facts).query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    before, slicing, after = sql.partition(f" OFFSET {SKIPPED}")
    if slicing:
        place = before.count("%s")
        sql, params = f"{before} OFFSET %s{after}", (*params[:place], SKIPPED, *params[place:])
    return sql, params, compiler.get_converters([one for one, _sql, _alias in compiler.select])


def answers(query, *facts, said=None):
    """The values of `query(*facts)` as rows in the order of its `values_list`. `facts` can be hashed and there are few
    of them, for the SQL of each is kept; what has many values is said apart: `said` is {parameter in the SQL: what to
    take in its place}."""
    sql, params, converters = _written(query, *facts)
    if said:
        params = [said.get(one, one) for one in params]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchall()
    return [_converted(row, converters) for row in found] if converters else found


def _converted(row, converters):
    row = list(row)
    for place, (several, expression) in converters.items():
        for convert in several:
            row[place] = convert(row[place], expression, connection)
    return row
