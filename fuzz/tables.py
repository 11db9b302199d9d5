"""Tables with changed bytes: csv, tsv, json, jsonl and parquet files, some packed, are read or refused by name.

polars reads them, so this is not a target of cargo-fuzz but a script that changes good files at random:

    python fuzz/tables.py --seconds 180 [--seed 1] [--parquet]

A finding is written to the working directory, and its number and seed are printed. Parquet files are left out unless
asked for: polars allocates as much memory as a damaged one claims to need, and ends the process.
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
import tempfile
import time
import traceback
import warnings
import zipfile
from datetime import date
from pathlib import Path

import polars as pl

import coopsec as cs
from coopsec.errors import CoopsecError

SIGNS = [
    b'"',
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r\n",
    b"\0",
    b"{",
    b"}",
    b"[",
    b"\\",
    b"\xff",
    b"\xef\xbb\xbf",
    b"1e999",
    b"null",
]


def seeds() -> dict[str, bytes]:
    """Return small tables of every format by file name."""
    frame = pl.DataFrame({
        "doc_id": ["a", "b", "c"],
        "text": ["Le terrorisme recule.", 'Une "saisie", à Tanger;\nhier.', None],
        "date": ["2015-01-05", "novembre 2016", ""],
        "n": [1, None, 3],
    })  # fmt: skip
    typed = frame.with_columns(pl.Series("day", [date(2015, 1, 5), None, date(2016, 1, 1)]), source=pl.lit("MAP"))
    parquet = io.BytesIO()
    typed.with_columns(pl.col("source").cast(pl.Categorical), tags=pl.lit(["x"])).write_parquet(parquet)
    packed = io.BytesIO()
    csv, lines = frame.write_csv().encode(), frame.write_ndjson().encode()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in/a.csv", csv)
        archive.writestr("in/b.jsonl", lines)
    return {
        "a.csv": csv, "a.tsv": frame.write_csv(separator="\t").encode("utf-16"), "a.jsonl": lines,
        "a.parquet": parquet.getvalue(), "b.csv": csv.decode().encode("cp1252"), "a.csv.gz": gzip.compress(csv),
        "a.zip": packed.getvalue(), "a.json": b'{"status": "ok", "articles": ' + frame.write_json().encode() + b"}",
    }  # fmt: skip


def changed(data: bytes, choice: random.Random) -> bytes:
    """Return the bytes with a few changes."""
    new = bytearray(data)
    for _ in range(choice.randint(1, 4)):
        place = choice.randrange(len(new) + 1)
        match choice.randrange(6):
            case 0:
                new[place : place + 1] = bytes([choice.randrange(256)])
            case 1:
                del new[place : place + choice.choice([1, 1, 4, 40])]
            case 2:
                new[place:place] = choice.choice(SIGNS) * choice.choice([1, 1, 1, 300])
            case 3:
                del new[place:]
            case 4:
                other = choice.randrange(len(new) + 1)
                new[place:place] = new[other : other + 60]
            case _:
                new[place : place + 4] = choice.choice([b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff"])
    return bytes(new)


def fault(name: str, data: bytes, folder: Path) -> str | None:
    """Read a file, and say what is wrong with how that went, if anything is."""
    path = folder / name
    path.write_bytes(data)
    try:
        corpus = cs.read_corpus(path, progress=False)
        assert len(corpus) == corpus.documents.height
        corpus.frequency(top=3)
    except (CoopsecError, OSError) as error:
        return None if name in str(error) else f"no file name in the message: {error}"
    except BaseException as error:  # a panic of polars is no Exception
        if isinstance(error, KeyboardInterrupt):
            raise
        return "".join(traceback.format_exception(error))
    return None


def main() -> None:
    """Change and read until the time is up."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parquet", action="store_true")
    asked = parser.parse_args()
    known = {name: data for name, data in seeds().items() if asked.parquet or not name.endswith(".parquet")}
    end, number, faults = time.monotonic() + asked.seconds, 0, 0
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            choice = random.Random(f"{asked.seed} {number}")
            name = choice.choice(list(known))
            data = changed(known[name], choice)
            said = fault(name, data, Path(folder))
            if said is not None:
                faults += 1
                Path(f"tables-{asked.seed}-{number}-{name}").write_bytes(data)
                print(f"{name}, seed {asked.seed}, number {number}: {said}")
            number += 1
    print(f"{number} tables read, {faults} faults")
    raise SystemExit(faults > 0)


if __name__ == "__main__":
    main()
