"""Random rows with the columns of a Parquet file, written by DuckDB: random_rows.py LIKE ROWS OUT prints the seconds.

Texts are one of a thousand, so that there is little to compress and a small dictionary.
"""
import os
import sys
import time

import duckdb

like, rows, out = sys.argv[1:]
database = duckdb.connect()
database.execute(f"set threads = {os.cpu_count()}; set memory_limit = '4GB'; set enable_progress_bar = false")


def cell(name, kind):
    value = {
        "VARCHAR": "'value-' || (random() * 1000)::int",
        "BIGINT": "(random() * 100000)::bigint",
        "DOUBLE": "random()",
        "BOOLEAN": "random() < 0.5",
    }.get(kind, f"make_timestamp((1772600000000000 + random() * 86400000000)::bigint)::{kind}")
    return f'{value} as "{name}"'


columns = database.execute(f"describe select * from '{like}'").fetchall()
select = ", ".join(cell(name, kind) for name, kind, *_ in columns)
start = time.perf_counter()
database.execute(f"copy (select {select} from range({rows})) to '{out}' (format parquet, compression zstd)")
print(time.perf_counter() - start)
