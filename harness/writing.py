"""Writes rows to a table as fast as the database can take them, without the models, which would take minutes."""

from collections.abc import Iterable, Sequence
from itertools import batched
from typing import Any

from django.db import connection
from django.db.models import Model

ROWS_AT_ONCE = 50_000
Row = Sequence[Any]  # values in the database's own form


def write(model: type[Model], fields: Sequence[str], rows: Iterable[Row]) -> int:
    """Store the rows, with these fields in this order. Returns how many there were."""
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    column = {field.name: str(field.column) for field in model._meta.concrete_fields}
    columns = ", ".join(quote(column[name]) for name in fields)
    if connection.vendor == "postgresql":
        return _copy(f"COPY {table} ({columns}) FROM STDIN", rows)
    places = ", ".join(["%s"] * len(fields))
    return _insert(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)  # noqa: S608 - our own table and column names


def _copy(statement: str, rows: Iterable[Row]) -> int:
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for count, row in enumerate(rows, 1):  # noqa: B007 - the last number is returned
            copy.write_row(row)
    return count


def _insert(statement: str, rows: Iterable[Row]) -> int:
    count = 0
    with connection.cursor() as cursor:
        for some in batched(rows, ROWS_AT_ONCE):
            cursor.executemany(statement, some)
            count += len(some)
    return count
