"""Runs one shape by DuckDB or Polars on a Parquet file: shapes.py ENGINE SHAPE KQL FILE.

Prints one JSON object: the seconds of the query alone, and its rows. `has` is written as a case-insensitive
substring, which is cheaper and finds the same rows in generated data.
"""

import json
import re
import sys
import time

engine, shape, kql, path = sys.argv[1:]
TERMS = re.findall(r'"([^"]+\.exe)"', open(kql, encoding="utf-8").read())
ANY = "|".join(map(re.escape, TERMS))
FILE = r'(?i)-file\s+"C:\\Program Files.*\\[0-9a-f]{8}-[0-9a-f-]{27}_\d\.ps1"'
SCRIPT = r'DetectionScripts\\(.*?)_(.*?)\.ps1'

SQL = {
    "term-search": """
        SELECT FileName, InitiatingProcessFileName, count(*) FROM T
        WHERE ProcessCommandLine ILIKE '%DetectionScripts%' AND ProcessCommandLine ILIKE '%bypass%' GROUP BY ALL""",
    "has-any-200": f"""
        SELECT FileName, count(*) FROM T WHERE regexp_matches(ProcessCommandLine, '(?i){ANY}') GROUP BY ALL""",
    "regex": f"""
        SELECT FileName, count(*) FROM T WHERE regexp_matches(ProcessCommandLine, '{FILE}') GROUP BY ALL""",
    "summarize-by-device": """
        SELECT DeviceName, count(*), count(DISTINCT FileName), epoch_ns(min("Timestamp")) // 1000,
            epoch_ns(max("Timestamp")) // 1000
        FROM T GROUP BY DeviceName""",
    "make-set": """
        SELECT DeviceName, coalesce(AccountName, ''), len(list(DISTINCT FileName)) FROM T GROUP BY ALL""",
    "arg-max": """
        SELECT DeviceId, r.f, coalesce(r.a, ''), length(r.c) FROM (
            SELECT DeviceId, arg_max({'f': FileName, 'c': ProcessCommandLine, 'a': AccountName}, "Timestamp") AS r
            FROM T GROUP BY DeviceId)""",
    "join-innerunique": """
        WITH e AS (SELECT DeviceId, ProcessId, any_value(ProcessCommandLine) AS Script FROM T
                   WHERE lower(FileName) = 'agentexecutor.exe' GROUP BY ALL),
             c AS (SELECT DeviceId, InitiatingProcessId, FileName FROM T
                   WHERE lower(InitiatingProcessFileName) = 'agentexecutor.exe')
        SELECT FileName, count(*), max(length(Script)) FROM e JOIN c
        ON e.DeviceId = c.DeviceId AND e.ProcessId = c.InitiatingProcessId GROUP BY FileName""",
    "join-leftanti": """
        WITH b AS (SELECT DISTINCT DeviceId, FileName FROM T WHERE "Timestamp" < TIMESTAMPTZ '2026-03-04 06:00:00+00'),
             a AS (SELECT DISTINCT DeviceId, FileName FROM T WHERE "Timestamp" >= TIMESTAMPTZ '2026-03-04 06:00:00+00')
        SELECT FileName, count(*) FROM a ANTI JOIN b USING (DeviceId, FileName) GROUP BY FileName""",
    "mv-expand": """
        SELECT Tag, count(*) FROM (
            SELECT unnest(CAST(json_extract(AdditionalFields, '$.Tags') AS VARCHAR[])) AS Tag FROM T
            WHERE lower(FileName) IN ('cmd.exe', 'powershell.exe')) GROUP BY Tag""",
    "parse": f"""
        SELECT p.Version, count(*), max(length(p.Script)) FROM (
            SELECT regexp_extract(ProcessCommandLine, '{SCRIPT}', ['Script', 'Version']) AS p FROM T
            WHERE lower(FileName) = 'powershell.exe') GROUP BY ALL""",
}


def polars_query(pl, rows):
    """The shape as a lazy Polars query."""
    column = pl.col
    line = column("ProcessCommandLine")
    lower = lambda name: column(name).str.to_lowercase()
    noon = pl.datetime(2026, 3, 4, 6, time_zone="UTC", time_unit="ns")
    micros = lambda e: e.dt.epoch("us")
    match shape:
        case "term-search":
            rows = rows.filter(line.str.contains("(?i)DetectionScripts") & line.str.contains("(?i)bypass"))
            return rows.group_by("FileName", "InitiatingProcessFileName").len()
        case "has-any-200":
            rows = rows.filter(line.str.contains_any(TERMS, ascii_case_insensitive=True))
            return rows.group_by("FileName").len()
        case "regex":
            return rows.filter(line.str.contains(FILE)).group_by("FileName").len()
        case "summarize-by-device":
            when = column("Timestamp")
            return rows.group_by("DeviceName").agg(
                pl.len(), column("FileName").n_unique(), micros(when.min()).alias("f"), micros(when.max()).alias("l"))
        case "make-set":
            rows = rows.group_by("DeviceName", "AccountName").agg(column("FileName").unique())
            return rows.select("DeviceName", column("AccountName").fill_null(""), column("FileName").list.len())
        case "arg-max":
            latest = [column(name).get(column("Timestamp").arg_max()) for name in
                      ("FileName", "AccountName", "ProcessCommandLine")]
            rows = rows.group_by("DeviceId").agg(latest)
            return rows.select("DeviceId", "FileName", column("AccountName").fill_null(""), line.str.len_chars())
        case "join-innerunique":
            left = rows.filter(lower("FileName") == "agentexecutor.exe")
            left = left.group_by("DeviceId", "ProcessId").agg(line.first())
            right = rows.filter(lower("InitiatingProcessFileName") == "agentexecutor.exe")
            right = right.select("DeviceId", "InitiatingProcessId", "FileName")
            both = left.join(right, left_on=["DeviceId", "ProcessId"], right_on=["DeviceId", "InitiatingProcessId"])
            return both.group_by("FileName").agg(pl.len(), line.str.len_chars().max())
        case "join-leftanti":
            pairs = lambda part: rows.filter(part).select("DeviceId", "FileName").unique()
            before, after = pairs(column("Timestamp") < noon), pairs(column("Timestamp") >= noon)
            return after.join(before, on=["DeviceId", "FileName"], how="anti").group_by("FileName").len()
        case "mv-expand":
            rows = rows.filter(lower("FileName").is_in(["cmd.exe", "powershell.exe"]))
            kind = pl.Struct({"Tags": pl.List(pl.String)})
            tags = column("AdditionalFields").str.json_decode(kind).struct.field("Tags")
            return rows.select(tags.alias("Tag")).explode("Tag").drop_nulls().group_by("Tag").len()
        case "parse":
            rows = rows.filter(lower("FileName") == "powershell.exe")
            parts = line.str.extract_groups(SCRIPT)
            part = lambda group: parts.struct.field(group).fill_null("")
            rows = rows.select(part("1").alias("Script"), part("2").alias("Version"))
            return rows.group_by("Version").agg(pl.len(), column("Script").str.len_chars().max())


if engine == "duckdb":
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("LOAD json")
    query = re.sub(r"\bT\b", lambda _: f"read_parquet('{path}')", SQL[shape])
    start = time.perf_counter()
    answer = connection.execute(query).fetchall()
else:
    import polars

    query = polars_query(polars, polars.scan_parquet(path))
    start = time.perf_counter()
    answer = query.collect(engine="streaming").rows()
seconds = time.perf_counter() - start
print(json.dumps({"seconds": seconds, "rows": [list(row) for row in answer]}, ensure_ascii=False, separators=(",", ":")))
