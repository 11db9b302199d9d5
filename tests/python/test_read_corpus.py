"""From files of every kind to documents; found = documents + skipped."""

from __future__ import annotations

import glob
import gzip
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import coopsec as cs
from conftest import read_quietly
from coopsec.errors import ColumnError, CoopsecError, CoopsecWarning, DecodeError, SavedIndexError
from expected import DOCUMENTS, SKIPPED, schema

BODY = "Le Maroc et l'Espagne coopèrent 😀 contre la criminalité."
ROWS = pl.DataFrame(
    {"texte": [BODY, "Une seconde dépêche, sur l'œuvre commune."], "date": ["2017-08-29", "2017-09"], "page": [3, 4]}
)


def _csv(separator: str) -> bytes:
    buffer = io.BytesIO()
    ROWS.write_csv(buffer, separator=separator)
    return buffer.getvalue()


def _jsonl() -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS.to_dicts()).encode()


def _parquet() -> bytes:
    buffer = io.BytesIO()
    ROWS.write_parquet(buffer)
    return buffer.getvalue()


HTML = f"<!DOCTYPE html><html><head><title>T</title></head><body><h1>Titre</h1><p>{BODY}</p></body></html>"
TEXTS = {"a.txt": BODY.encode(), "a.md": f"# Titre\n\n{BODY}\n".encode(), "a.html": HTML.encode()}
TABLES = {
    "a.csv": _csv(","), "semicolon.csv": _csv(";"), "a.tsv": _csv("\t"), "a.jsonl": _jsonl(), "a.parquet": _parquet(),
    "a.json": json.dumps(ROWS.to_dicts(), ensure_ascii=False).encode(),
}  # fmt: skip
FILES = TEXTS | TABLES


def _zst(data: bytes) -> bytes:
    return pytest.importorskip("zstandard").ZstdCompressor().compress(data)


PACK = {"": lambda data: data, ".gz": gzip.compress, ".zst": _zst}


@pytest.mark.parametrize("pack", ["", ".gz", ".zst", ".zip"])
@pytest.mark.parametrize("name", FILES)
def test_every_format_plain_and_packed(tmp_path, name, pack):
    path = tmp_path / (name + pack)
    if pack == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, FILES[name])
    else:
        path.write_bytes(PACK[pack](FILES[name]))
    for place in (path, str(path), tmp_path, str(tmp_path / "*"), [path]):
        corpus = cs.read_corpus(place)
        documents = corpus.documents
        assert {column: documents.schema[column] for column in DOCUMENTS} == DOCUMENTS
        assert corpus.skipped.height == 0
        first = documents["doc_id"][0]
        assert BODY in corpus.text(first)
        if name in TABLES:
            assert documents.height == 2
            assert documents["date_start"].to_list() == [date(2017, 8, 29), date(2017, 9, 1)]
            assert documents["date_end"].to_list() == [date(2017, 8, 29), date(2017, 9, 30)]
            assert documents["page"].to_list() == [3, 4]
            assert [doc_id.rsplit("#")[-1] for doc_id in documents["doc_id"]] == ["0", "1"] or [
                doc_id.rsplit("#")[-1] for doc_id in documents["doc_id"]
            ] == ["1", "2"]
        else:
            assert documents.height == 1
            if name.endswith(".html"):
                assert documents["title"].to_list() == ["Titre"]
        hits = corpus.hits({"t": ["criminalité"]})
        assert hits.height == 1
        start, end = hits.select("start", "end").row(0)
        assert corpus.text(first)[start:end] == "criminalité"


def test_the_heading_of_markdown_is_the_title_without_its_sign(tmp_path):
    (tmp_path / "a.md").write_bytes(FILES["a.md"])
    assert cs.read_corpus(tmp_path).documents["title"].to_list() == ["Titre"]


def test_a_zip_with_everything_in_it(tmp_path):
    path = tmp_path / "tout.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in FILES.items():
            archive.writestr(f"dossier/{name}", data)
        archive.writestr("dossier/photo.jpg", b"\xff\xd8\xff")
    corpus = cs.read_corpus(path)
    assert corpus.documents.height == len(TEXTS) + 2 * len(TABLES)
    assert corpus.documents["doc_id"].n_unique() == corpus.documents.height
    assert corpus.skipped.height == 1
    assert "photo.jpg" in corpus.skipped["origin"][0]


def _zip_of(names: dict[str, str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, text in names.items():
            archive.writestr(name, text)
    return content.getvalue()


def _spoil_data(content: bytes) -> bytes:
    at = content.index(b"a.txt") + len("a.txt") + 8
    return content[:at] + bytes(byte ^ 0xFF for byte in content[at : at + 12]) + content[at + 12 :]


def _set_in_directory(content: bytes, offset: int, value: int) -> bytes:
    """Change a byte in the first entry of the directory, and the same byte in the member's own header."""
    directory = bytearray(content)
    for signature, at in ((b"PK\x01\x02", offset), (b"PK\x03\x04", offset - 2)):
        directory[content.index(signature) + at] = value
    return bytes(directory)


ARCHIVES_WITH_A_BAD_MEMBER = {
    "stored": _spoil_data(_zip_of({"a.txt": BODY * 9, "b.txt": BODY}, zipfile.ZIP_STORED)),
    "deflated": _spoil_data(_zip_of({"a.txt": BODY * 9, "b.txt": BODY})),
    "bzip2": _spoil_data(_zip_of({"a.txt": BODY * 9, "b.txt": BODY}, zipfile.ZIP_BZIP2)),
    "lzma": _spoil_data(_zip_of({"a.txt": BODY * 9, "b.txt": BODY}, zipfile.ZIP_LZMA)),
    "encrypted": _set_in_directory(_zip_of({"a.txt": BODY, "b.txt": BODY}), 8, 1),
    "unknown": _set_in_directory(_zip_of({"a.txt": BODY, "b.txt": BODY}), 10, 97),
    "table": _spoil_data(_zip_of({"da.txt.csv": f"text,k\n{BODY},1\n" * 9, "b.txt": BODY})),
}


@pytest.mark.parametrize("kind", ARCHIVES_WITH_A_BAD_MEMBER)
def test_a_bad_member_of_an_archive_is_named_and_the_others_are_read(tmp_path, kind):
    path = tmp_path / "presse.zip"
    path.write_bytes(ARCHIVES_WITH_A_BAD_MEMBER[kind])
    corpus = cs.read_corpus(path, on_error="skip")
    member = "da.txt.csv" if kind == "table" else "a.txt"
    assert corpus.documents["doc_id"].to_list() == ["presse.zip/b.txt"]
    assert corpus.skipped["origin"].to_list() == [f"{path}/{member}"]
    with pytest.raises(DecodeError, match="is encrypted" if kind == "encrypted" else "cannot be unpacked") as caught:
        cs.read_corpus(path)
    assert str(caught.value).startswith(f"{path}/{member}: ")


@pytest.mark.parametrize(
    "content",
    [
        _zip_of({"a.txt": BODY})[:-30],
        _set_in_directory(_zip_of({"a.txt": BODY}), 6, 255),  # a version that does not exist yet
        _zip_of({"é.txt": BODY})[::-1].replace(b"\xa9\xc3", b"\xff\xc3", 1)[::-1],  # not UTF-8
        _zip_of({"a.txt": BODY})[:-22] + b"PK\x05\x06" + b"\0" * 8 + b"\xff" * 8 + b"\0\0",
    ],
)
def test_an_archive_with_a_damaged_directory_is_named(tmp_path, content):
    path = tmp_path / "presse.zip"
    path.write_bytes(content)
    (tmp_path / "b.txt").write_text(BODY, encoding="utf-8")
    corpus = cs.read_corpus(tmp_path, on_error="skip")
    assert corpus.documents["doc_id"].to_list() == ["b.txt"]
    assert corpus.skipped["origin"].to_list() == [str(path)]
    with pytest.raises(DecodeError, match="not a valid zip archive"):
        cs.read_corpus(path)


def test_a_member_of_an_archive_without_a_name_is_skipped(tmp_path):
    path = tmp_path / "presse.zip"
    path.write_bytes(_zip_of({"a.txt": BODY, ".": BODY}))
    corpus = cs.read_corpus(path)
    assert (corpus.documents.height, corpus.skipped.height) == (1, 1)


def test_a_member_that_was_replaced_in_an_archive_is_skipped(tmp_path):
    path = tmp_path / "presse.zip"
    with zipfile.ZipFile(path, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of the duplicate name
        for text in ("vieux", "moins vieux", "neuf"):
            archive.writestr("a.txt", text)
            archive.writestr("t.csv", f"texte\n{text}\n")
    for corpus in (cs.read_corpus(path), cs.build_index(path, tmp_path / "index")):
        texts = {doc_id: corpus.text(doc_id) for doc_id in corpus.documents["doc_id"]}
        assert texts == {"presse.zip/a.txt": "neuf", "presse.zip/t.csv#0": "neuf"}
        assert corpus.skipped["origin"].to_list() == 2 * [f"{path}/a.txt"] + 2 * [f"{path}/t.csv"]
        assert set(corpus.skipped["reason"]) == {"replaced by a later member of the same name, as when unpacking"}


def _folder(root: Path) -> Path:
    (root / "2017" / "08").mkdir(parents=True)
    (root / "2017" / "08" / "a.txt").write_text("Texte un.", encoding="utf-8")
    (root / "2017" / "b.txt").write_text("Texte deux.", encoding="utf-8")
    (root / "c.txt").write_text("Texte trois.", encoding="utf-8")
    (root / "z.csv").write_text("text,date\nTexte quatre.,2017-08-29\n", encoding="utf-8")
    return root


def test_identity_is_the_path_below_the_folder(tmp_path):
    corpus = cs.read_corpus(_folder(tmp_path / "presse"))
    ids = corpus.documents["doc_id"].to_list()
    assert set(ids[:3] + ids[3:]) >= {"2017/08/a.txt", "2017/b.txt", "c.txt"}
    assert [doc_id for doc_id in ids if doc_id.startswith("z.csv#")]
    assert all(Path(origin.split("#")[0]).exists() for origin in corpus.documents["origin"])


def test_folder_glob_list_and_single_file(tmp_path):
    root = _folder(tmp_path)
    assert cs.read_corpus(root / "c.txt").documents["doc_id"].to_list() == ["c.txt"]
    assert cs.read_corpus(str(root / "**" / "*.txt")).documents.height == 3
    assert cs.read_corpus(str(root / "*.txt")).documents.height == 1
    assert cs.read_corpus([root / "c.txt", root / "2017"]).documents.height == 3
    assert cs.read_corpus(path for path in [root / "c.txt", str(root / "2017" / "*.txt")]).documents.height == 2
    assert cs.read_corpus(str(root) + "/").documents.height == 4


@pytest.mark.parametrize(
    "pattern", ["**/*.txt", "**", "**/b/**/*", "*/**/*.txt", "[x]/**/*.txt", "**/b/*.txt", "[[]x]/**"]
)
def test_a_pattern_ends_where_folders_hold_themselves_by_links(tmp_path, pattern):
    for name in ("a.txt", "b/a.txt", "b/c/d.txt", ".hid/a.txt", "b/.hid.txt", "[x]/a.txt", "x/b/a.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(BODY, encoding="utf-8")
    expected = {Path(found) for found in glob.iglob(str(tmp_path / pattern), recursive=True)}  # noqa: PTH207 - the reference
    expected = {path.resolve() for path in expected if path.is_file()}
    for link in ("b/up", "b/c/up", "x/up"):
        (tmp_path / link).symlink_to(tmp_path)
    corpus = cs.read_corpus(str(tmp_path / pattern))
    found = {Path(origin).resolve() for origin in corpus.documents["origin"]}
    assert expected <= found
    assert not any(".hid" in str(path) for path in found)


def test_input_order_is_kept_for_a_list(tmp_path):
    root = _folder(tmp_path)
    files = [root / "c.txt", root / "2017" / "b.txt", root / "2017" / "08" / "a.txt"]
    texts = [corpus.text(doc_id) for corpus in [cs.read_corpus(files)] for doc_id in corpus.documents["doc_id"]]
    assert texts == ["Texte trois.", "Texte deux.", "Texte un."]


def test_a_file_that_is_met_again_is_skipped(tmp_path):
    root = _folder(tmp_path / "presse")
    with zipfile.ZipFile(root / "y.zip", "w") as archive:
        archive.writestr("y.txt", "Texte cinq.")
    (tmp_path / "autre").symlink_to(root, target_is_directory=True)
    (tmp_path / "lien.txt").symlink_to(root / "c.txt")
    once = cs.read_corpus(root)
    again = [root / "2017", str(root / "*.txt"), root / "y.zip", root / "2017" / ".." / "c.txt", tmp_path / "lien.txt"]
    corpus = cs.read_corpus([root, *again, tmp_path / "autre"])
    assert corpus.documents.equals(once.documents)
    assert once.skipped.height == 0
    assert corpus.skipped.height == 2 + 1 + 1 + 1 + 1 + 5
    assert corpus.skipped.row(0) == (
        str(root / "2017" / "b.txt"), f"the same file as {root / '2017' / 'b.txt'}, which is read only once",
    )  # fmt: skip
    assert cs.count_terms([root, *again]).equals(once.frequency())
    built = cs.build_index([root, *again], tmp_path / "index")
    assert built.skipped.equals(cs.read_corpus([root, *again]).skipped)


def test_files_of_one_name_get_a_suffix_and_a_warning(tmp_path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"Texte {folder}.", encoding="utf-8")
    corpus = read_quietly(cs.read_corpus, [tmp_path / "x", tmp_path / "y"])
    ids = corpus.documents["doc_id"].to_list()
    assert "a.txt" in " ".join(corpus.documents["warnings"][1])
    assert len(set(ids)) == 2
    assert all(doc_id.startswith("a.txt") for doc_id in ids)
    assert [corpus.text(doc_id) for doc_id in ids] == ["Texte x.", "Texte y."]


def test_an_empty_folder_is_an_empty_corpus(tmp_path):
    corpus = cs.read_corpus(tmp_path)
    assert schema(corpus.documents) == DOCUMENTS
    assert schema(corpus.skipped) == SKIPPED
    assert corpus.documents.height == corpus.skipped.height == 0
    assert "documents" in repr(corpus)
    assert "documents" in corpus._repr_html_()


def test_an_empty_file_is_a_document_without_tokens(tmp_path):
    (tmp_path / "vide.txt").write_bytes(b"")
    corpus = cs.read_corpus(tmp_path)
    found = corpus.documents.height + corpus.skipped.height
    assert found == 1
    if corpus.documents.height:
        assert corpus.documents.select("n_chars", "n_tokens", "n_sentences").row(0) == (0, 0, 0)


def _spoilt(root: Path) -> int:
    """Fill a folder with good and bad files, and return how many there are."""
    (root / "bon.txt").write_text(BODY, encoding="utf-8")
    (root / "bon.csv").write_bytes(_csv(","))
    (root / "coupe.txt.gz").write_bytes(gzip.compress(BODY.encode() * 50)[:-30])
    (root / "coupe.csv.gz").write_bytes(gzip.compress(_csv(",") * 50)[:-30])
    (root / "binaire.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))
    (root / "sans_texte.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (root / "casse.parquet").write_bytes(_parquet()[:60])
    (root / "casse.jsonl").write_text('{"text": "a"}\n{oops\n', encoding="utf-8")
    (root / "casse.zip").write_bytes(b"PK\x03\x04 rien")
    (root / "casse.txt.zst").write_bytes(b"\x28\xb5\x2f\xfd rien")
    (root / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (root / "pend.txt").symlink_to(root / "absent.txt")
    return 12


def test_what_cannot_be_read_is_skipped_with_a_reason(tmp_path):
    found = _spoilt(tmp_path)
    corpus = cs.read_corpus(tmp_path, on_error="skip")
    read = {origin.split("#")[0] for origin in corpus.documents["origin"]}
    assert {Path(origin).name for origin in read} == {"bon.txt", "bon.csv"}
    assert schema(corpus.skipped) == SKIPPED
    assert len(read) + corpus.skipped["origin"].n_unique() == found
    assert corpus.skipped.height == found - 2
    assert corpus.skipped["reason"].str.len_chars().min() > 5
    assert not corpus.skipped["reason"].str.contains(str(tmp_path), literal=True).any()
    assert "skipped" in repr(corpus)
    assert corpus.frequency()["count"].sum() == corpus.documents["n_tokens"].sum()


@pytest.mark.parametrize(
    "name",
    ["coupe.txt.gz", "coupe.csv.gz", "binaire.txt", "casse.parquet", "casse.jsonl", "casse.zip", "casse.txt.zst"],
)
def test_what_cannot_be_read_raises_and_is_named(tmp_path, name):
    _spoilt(tmp_path)
    with pytest.raises((DecodeError, OSError)) as caught:
        cs.read_corpus(tmp_path / name)
    assert name in str(caught.value)
    assert caught.value.__notes__ == ['on_error="skip" lists what cannot be read, and reads the rest']
    if isinstance(caught.value, OSError):
        assert caught.value.errno
        assert caught.value.filename


def test_a_bad_file_in_a_folder_raises_by_default(tmp_path):
    (tmp_path / "bon.txt").write_text(BODY, encoding="utf-8")
    (tmp_path / "coupe.txt.gz").write_bytes(gzip.compress(BODY.encode() * 50)[:-30])
    with pytest.raises((DecodeError, OSError), match=r"coupe\.txt\.gz"):
        cs.read_corpus(tmp_path)


def test_a_table_without_text_names_file_and_columns(tmp_path):
    path = tmp_path / "sans_texte.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ColumnError, match=r"sans_texte\.csv.*a, b"):
        cs.read_corpus(path)
    with pytest.raises(ColumnError, match=r"sans_texte\.csv.*'corps'"):
        cs.read_corpus(path, text="corps")
    assert cs.read_corpus(path, text="b").documents.height == 1


LOCKED = """
import os, sys, coopsec as cs
repr(cs.read_corpus(sys.argv[2]).skipped)  # everything is imported
if os.geteuid() == 0:  # to whom nothing is closed
    os.setegid(65534)
    os.seteuid(65534)
corpus = cs.read_corpus(sys.argv[1], on_error="skip")
print(corpus.documents.height, corpus.skipped.height, *corpus.skipped["origin"])
try:
    cs.read_corpus(sys.argv[1])
except PermissionError as error:
    print("PermissionError", error.errno, error.filename)
try:
    cs.read_corpus(sys.argv[1] + "/ferme.txt")
except PermissionError as error:
    print("PermissionError", error.errno, error.filename)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_without_permission_a_folder_and_a_file_are_skipped_or_raise():
    root = Path(tempfile.mkdtemp(prefix="presse"))
    try:
        root.chmod(0o755)
        (root / "ouvert.txt").write_text(BODY, encoding="utf-8")
        (root / "ferme.txt").write_text(BODY, encoding="utf-8")
        (root / "dossier").mkdir()
        (root / "dossier" / "a.txt").write_text(BODY, encoding="utf-8")
        (root / "ferme.txt").chmod(0)
        (root / "dossier").chmod(0)
        command = [sys.executable, "-c", LOCKED, str(root), str(root / "ouvert.txt")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        first, *others = done.stdout.splitlines()
        assert first.split()[:2] == ["1", "2"]
        assert "ferme.txt" in first
        assert "dossier" in first
        assert [line.split()[:2] for line in others] == [["PermissionError", "13"]] * 2
        assert "ferme.txt" in others[1]
    finally:
        (root / "dossier").chmod(0o755)
        shutil.rmtree(root)


BEHIND = """
import json, os, sys, coopsec as cs
root = sys.argv[1]
cs.read_corpus(root + "/ouvert")  # everything is imported
if os.geteuid() == 0:  # to whom nothing is closed
    os.setegid(65534)
    os.seteuid(65534)
for pattern in sys.argv[2:]:
    corpus = cs.read_corpus(root + pattern, on_error="skip")
    skipped = [os.path.relpath(origin, root) for origin in corpus.skipped["origin"]]
    try:
        told = cs.read_corpus(root + pattern).documents.height
    except PermissionError as error:
        told = os.path.relpath(error.filename, root)
    print(json.dumps([pattern, corpus.documents.height, skipped, told]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_closed_folders_behind_a_pattern_are_told():
    root = Path(tempfile.mkdtemp(prefix="presse"))
    closed = {"ferme": 0, "lisible": 0o644}
    cases = [
        ("", 1, ["ferme", "lisible", "lien.txt"], "lien.txt"),
        ("/**/*.txt", 1, ["ferme", "lisible", "lien.txt"], "ferme"),
        ("/*/*.txt", 1, ["ferme", "lisible"], "ferme"),
        ("/*/a.txt", 1, ["ferme", "lisible"], "ferme"),
        ("/*.txt", 0, ["lien.txt"], "lien.txt"),
        ("/lisible/*.txt", 0, ["lisible"], "lisible"),
        ("/ferme/*.txt", 0, ["ferme"], "ferme"),
        ("/ferme/plus/*.txt", 0, ["ferme/plus/*.txt"], "ferme/plus"),
        ("/lisible/a.txt", 0, ["lisible/a.txt"], "lisible/a.txt"),
        ("/ouvert/*.txt", 1, [], 1),
    ]
    try:
        root.chmod(0o755)
        for name in ("ouvert", *closed):
            (root / name).mkdir()
            (root / name / "a.txt").write_text(BODY, encoding="utf-8")
        (root / "lien.txt").symlink_to(root / "ferme" / "a.txt")
        for name, mode in closed.items():
            (root / name).chmod(mode)
        command = [sys.executable, "-c", BEHIND, str(root), *(pattern for pattern, *_ in cases)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        for line, (pattern, count, skipped, told) in zip(done.stdout.splitlines(), cases, strict=True):
            found = json.loads(line)
            assert [*found[:2], sorted(found[2]), found[3]] == [pattern, count, sorted(skipped), told]
    finally:
        for name in closed:
            (root / name).chmod(0o755)
        shutil.rmtree(root)


@pytest.mark.parametrize("path", ["nulle/part", "nulle/part.txt", "nulle/*.txt"])
def test_a_missing_path_is_an_oserror_with_its_name(tmp_path, path):
    with pytest.raises(FileNotFoundError) as caught:
        cs.read_corpus(str(tmp_path / path))
    assert caught.value.errno == 2
    assert str(caught.value.filename).endswith(path)


@pytest.mark.parametrize("path", ["", b"", ["a.txt", ""]])
@pytest.mark.parametrize("read", [cs.read_corpus, cs.count_terms, lambda path: cs.read_corpus(path, on_error="skip")])
def test_an_empty_path_is_not_the_current_folder(tmp_path, monkeypatch, path, read):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    with pytest.raises(
        FileNotFoundError, match=r"the path is empty \(is a shell variable unset\?\): give the path of a file"
    ):
        read(path)


@pytest.mark.parametrize("path", ["", b""])
@pytest.mark.parametrize(
    "write",
    [
        lambda path: cs.from_frame(pl.DataFrame({"text": ["un"]})).save(path),
        lambda path: cs.build_index(pl.DataFrame({"text": ["un"]}), path),
    ],
)
def test_nothing_is_saved_to_an_empty_path(tmp_path, monkeypatch, path, write):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"the path is empty .*: give a folder for the index"):
        write(path)
    assert list(tmp_path.iterdir()) == []


def test_paths_are_text_bytes_or_objects(tmp_path):
    path = tmp_path / "é.txt"
    path.write_text(BODY, encoding="utf-8")
    for given in (str(path), path, os.fsencode(path), [os.fsencode(path)], os.fsencode(tmp_path)):
        assert cs.read_corpus(given).documents["doc_id"].to_list() == ["é.txt"]
        assert cs.count_terms(given).height == cs.count_terms(path).height


def test_a_missing_path_is_an_error_even_where_bad_files_are_skipped(tmp_path):
    with pytest.raises(FileNotFoundError):
        cs.read_corpus(tmp_path / "absent", on_error="skip")


def test_wrong_arguments_say_what_is_meant(tmp_path):
    with pytest.raises(ValueError, match=r"on_error.*ignore"):
        cs.read_corpus(tmp_path, on_error="ignore")
    (tmp_path / "photo.jpg").write_bytes(b"x")
    with pytest.raises(DecodeError, match=r"photo\.jpg"):
        cs.read_corpus(tmp_path / "photo.jpg")


@pytest.mark.parametrize("read", [cs.read_corpus, cs.count_terms])
def test_a_dictionary_names_no_files(read):
    with pytest.raises(TypeError, match="found dict"):
        read({"text": ["Le Maroc"]})


def test_a_frame_is_sent_to_from_frame():
    frame = pl.DataFrame({"text": ["Le Maroc"]})
    with pytest.raises(TypeError, match=r"found a DataFrame: use coopsec\.from_frame"):
        cs.read_corpus(frame)


def test_offsets_count_in_the_text_as_read_with_its_line_ends(tmp_path):
    text = (
        "Titre 😀\r\n\r\nRabat, 28 mai 2015 (MAP) - La coopération 𝔘 avance.\r\nالتعاون la coopération.\r\nSource : MAP"
    )
    (tmp_path / "a.txt").write_bytes(text.encode())
    corpus = cs.read_corpus(tmp_path)
    assert corpus.text("a.txt") == text
    hits = corpus.hits({"t": ["coopération"]})
    assert [text[start:end] for start, end in hits.select("start", "end").rows()] == ["coopération"] * 2
    assert corpus.documents["n_chars"].to_list() == [len(text)]
    assert corpus.documents["source"].to_list() == ["MAP"]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1252", "windows-1252"),
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16le"),
        ("cp1256", "windows-1256"),
    ],
)
def test_encodings_are_found_and_told(tmp_path, encoding, name):
    text = (
        "أكد الوزير أن التعاون الأمني بين المغرب وإسبانيا مستمر منذ سنوات، وأن البلدين يتبادلان المعلومات."
        if encoding == "cp1256"
        else "L’été dernier, la coopération sécuritaire a été très efficace, a déclaré le préfet à l'œuvre."
    )
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    corpus = cs.read_corpus(tmp_path)
    assert corpus.text("a.txt") == text
    assert corpus.documents["encoding"].to_list() == [name]


def test_a_declared_encoding_that_the_bytes_contradict_loses(tmp_path):
    (tmp_path / "a.html").write_bytes(
        '<html><head><meta charset="iso-8859-1"></head><body><p>Coopération très étroite</p></body></html>'.encode()
    )
    corpus = cs.read_corpus(tmp_path)
    assert corpus.text("a.html").strip() == "Coopération très étroite"
    assert corpus.documents["encoding"].to_list() == ["utf-8"]


@pytest.mark.parametrize("text", ["La coop?ration apr?s l'attaque a ?t? renforc?e.", "La coopÃ©ration aprÃ¨s l'Ã©tÃ©."])
def test_damaged_text_is_flagged_and_not_repaired(tmp_path, text):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    corpus = cs.read_corpus(tmp_path)
    assert corpus.text("a.txt") == text
    assert len(corpus.documents["warnings"][0]) > 0


def test_given_columns_of_tables(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("num;chapo;corps;jour;lng;canal\n7;Le chapeau;El cuerpo;29/08/2017;es;EFE\n", encoding="utf-8")
    corpus = cs.read_corpus(path, text=["chapo", "corps"], date="jour", id="num", lang="lng", source="canal")
    row = corpus.documents.row(0, named=True)
    assert (row["doc_id"], row["date"], row["lang"], row["source"]) == ("7", date(2017, 8, 29), "es", "EFE")
    assert "Le chapeau" in corpus.text("7")
    assert "El cuerpo" in corpus.text("7")


def test_rows_without_text_are_skipped_and_named(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "un", "k": 1}\n{"text": null, "k": 2}\n{"text": "trois", "k": 3}\n', encoding="utf-8")
    corpus = cs.read_corpus(path)
    assert corpus.documents["k"].to_list() == [1, 3]
    assert corpus.skipped.height == 1
    assert corpus.skipped["origin"][0].startswith(str(path))


# How formats and writers represent a text, an empty one, and one of spaces.
WRITTEN_EMPTY = {
    "a.csv": "texte,k\nun,1\n,2\n  ,3\n",
    "b.csv": 'texte;k\n"un";1\n"";2\n"  ";3\n',
    "a.tsv": "texte\tk\nun\t1\n\t2\n  \t3\n",
    "a.jsonl": '{"texte": "un", "k": 1}\n{"texte": "", "k": 2}\n{"texte": "  ", "k": 3}\n',
    "a.json": '[{"texte": "un", "k": 1}, {"texte": "", "k": 2}, {"texte": "  ", "k": 3}]',
}


@pytest.mark.parametrize("name", [*WRITTEN_EMPTY, "a.parquet", "frame"])
def test_an_empty_text_is_a_document_in_every_format(tmp_path, name):
    frame = pl.DataFrame({"texte": ["un", "", "  "], "k": [1, 2, 3]})
    path = tmp_path / name
    if name in WRITTEN_EMPTY:
        path.write_text(WRITTEN_EMPTY[name], encoding="utf-8")
    elif name == "a.parquet":
        frame.write_parquet(path)
    source = frame if name == "frame" else path
    corpus = cs.from_frame(frame) if name == "frame" else cs.read_corpus(path)
    assert corpus.documents.select("k", "n_chars", "n_tokens").rows() == [(1, 2, 1), (2, 0, 0), (3, 2, 0)]
    assert corpus.skipped.is_empty()
    assert cs.build_index(source, tmp_path / "index").documents["k"].to_list() == [1, 2, 3]
    assert cs.count_terms(source)["n_docs"].to_list() == [3]
    assert cs.count_themes(source, {"t": ["un"]})["n_docs"].to_list() == [3]


@pytest.mark.parametrize(
    ("name", "content", "row"),
    [
        ("a.csv", "texte;k;note\nun;1;x\n;;\ndeux;2;y\n", 1),
        ("a.csv", "texte\nun\n\ndeux\n", 1),
        ("a.tsv", "texte\tk\nun\t1\ndeux\t2\n\t\n", 2),
        ("a.jsonl", '{"texte": "un", "k": 1}\n{"k": 2}\n{"texte": "deux", "k": 2}\n', 1),
    ],
)
def test_a_row_that_holds_no_text_is_skipped(tmp_path, name, content, row):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    corpus = cs.read_corpus(path)
    assert [corpus.text(doc_id) for doc_id in corpus.documents["doc_id"]] == ["un", "deux"]
    assert corpus.skipped.rows() == [(f"{path}#{row}", "no text in this row")]
    assert cs.count_terms(path)["n_docs"].unique().to_list() == [2]


def test_joined_columns_are_parted_only_where_both_are_filled(tmp_path):
    rows = [("Un titre", "un texte"), ("", "un texte"), ("Un titre", ""), ("", "")]
    frame = pl.DataFrame(rows, schema=["titre", "texte"], orient="row").with_columns(k=1)
    frame.write_csv(tmp_path / "quoted.csv")
    (tmp_path / "bare.csv").write_text(frame.write_csv().replace('""', ""), encoding="utf-8")
    frame.write_ndjson(tmp_path / "rows.jsonl")
    frame.write_parquet(tmp_path / "table.parquet")
    corpus = cs.read_corpus(tmp_path, text=["titre", "texte"])
    texts = [corpus.text(doc_id) for doc_id in corpus.documents["doc_id"]]
    assert texts == 4 * ["Un titre\n\nun texte", "un texte", "Un titre", ""]


@pytest.mark.parametrize(
    ("written", "text", "count"),
    [
        (r"a\ud83d b", "a\ufffd b", 1),
        (r"a\uDE00 b", "a\ufffd b", 1),
        (r"\ud83d\ud83d\ude00", "\ufffd😀", 1),
        (r"\ud83d\u0041\ude00", "\ufffdA\ufffd", 2),
        (r"\\\ud83d", "\\\ufffd", 1),
        (r"\ud83d\ude00 \uD83D\uDE00", "😀 😀", 0),
        (r"\\ud83d \\\\ude00", r"\ud83d \\ude00", 0),
        (r"\u00e9\u0000", "é\0", 0),
    ],
)
def test_a_surrogate_without_its_half_is_replaced_and_told(tmp_path, written, text, count):
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "un"}}\n{{"text": "{written}"}}\n', encoding="utf-8")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        corpus = cs.read_corpus(path)
    assert corpus.text("a.jsonl#1") == text
    assert len(caught) == bool(count)
    if count:
        told = str(caught[0].message)
        assert told.startswith(f"{path}: decoding: {count} surrogate")
        assert "in line 2" in told


@pytest.mark.parametrize(
    ("written", "values"),
    [
        (["7", "123456789012345678901"], ["7", "123456789012345678901"]),
        (["-7", "9223372036854775808"], ["-7", "9223372036854775808"]),
        (["7", "18446744073709551615"], [7, 18446744073709551615]),
        (["7", "9223372036854775807"], [7, 9223372036854775807]),
        (["1.5", "9007199254740993"], ["1.5", "9007199254740993"]),
        (["1.5", "-2"], [1.5, -2.0]),
        (["1.5", ""], [1.5, None]),
    ],
)
def test_whole_numbers_of_a_table_stay_exact(tmp_path, written, values):
    path = tmp_path / "a.csv"
    path.write_text("text,k\n" + "".join(f"Un,{number}\n" for number in written), encoding="utf-8")
    assert cs.read_corpus(path).documents["k"].to_list() == values
    if all(written):
        assert cs.read_corpus(path, id="k").documents["doc_id"].to_list() == written


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("titre, sous-titre;texte\nUn;Le Maroc\nDeux;Rabat\n", "Le Maroc"),
        ("a, b, c;texte\nUn;Le Maroc\n", "Le Maroc"),
        ("date, heure;texte\n2015, 10h;Le Maroc\n", "Le Maroc"),
        ("a,b,c;d,e;texte\n1,2,3;4,5;Le Maroc, l'Espagne\n1;4;Rabat\n", "Le Maroc, l'Espagne"),
        ('"a,b,c";"texte"\n"1";"Le Maroc"\n', "Le Maroc"),
        ('a|texte, entier\n1|"Le\n\nMaroc, oui"\n2|Non\n', "Le\n\nMaroc, oui"),
        ("a,texte\n1,Le Maroc; l'Espagne; la France\n", "Le Maroc; l'Espagne; la France"),
        ("a;b,texte\n1,Le Maroc\n2,Rabat\n", "Le Maroc"),
        ("a,b;texte\n1,2;" + "Le Maroc, oui. " * 10_000 + "\n", "Le Maroc, oui. " * 10_000),
        ("texte\nLe Maroc; l'Espagne\n", "Le Maroc; l'Espagne"),
    ],
)
def test_the_separator_is_the_one_that_fits_the_rows(tmp_path, content, text):
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")
    column = "texte, entier" if "entier" in content else "texte"
    corpus = cs.read_corpus(path, text=column)
    assert corpus.text("a.csv#0") == text


def test_quotes_line_breaks_and_separators_in_fields(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('text,date\n"Il dit ""oui"", puis\nnon; enfin",2017-08-29\n', encoding="utf-8")
    corpus = cs.read_corpus(path)
    assert [corpus.text(doc_id) for doc_id in corpus.documents["doc_id"]] == ['Il dit "oui", puis\nnon; enfin']


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ('texte\tdate\n"Le Maroc\ncoopère"\t2015\nDeux\t2016\n', ["Le Maroc\ncoopère", "Deux"]),
        ('date\ttexte\n2015\t"Le Maroc\ncoopère"\n', ["Le Maroc\ncoopère"]),
        ('texte\tdate\n"Le Maroc\tcoopère"\t2015\n', ["Le Maroc\tcoopère"]),
        # Marks that belong to headlines.
        ('texte\tdate\n"Charlie" et les autres\t2015\n', ['"Charlie" et les autres']),
        ('texte\tdate\n"Charlie"\t2015\n"Ouvert\t2016\n', ['"Charlie"', '"Ouvert']),
    ],
)
def test_marks_in_tables_with_tabs_quote_where_the_rows_then_fit(tmp_path, content, texts):
    path = tmp_path / "a.tsv"
    path.write_text(content, encoding="utf-8")
    corpus = cs.read_corpus(path)
    assert [corpus.text(doc_id) for doc_id in corpus.documents["doc_id"]] == texts


@pytest.mark.parametrize(
    ("name", "content", "texts"),
    [
        ("a.csv", "texte;date\rLe Maroc;2015\rDeux;2016\r", ["Le Maroc", "Deux"]),
        ("a.csv", "sep=;\rtexte;date\rLe Maroc;2015\rDeux;2016", ["Le Maroc", "Deux"]),
        ("a.tsv", "texte\tdate\rLe Maroc\t2015\rDeux\t2016\r", ["Le Maroc", "Deux"]),
        ("a.csv", 'texte;date\r"Le\r\rMaroc";2015\rDeux;2016\r', ["Le\n\nMaroc", "Deux"]),
        ("a.csv", "texte;date\rUn;2015\r\nDeux;2016\r\n", ["Un", "Deux"]),
        ("a.csv", "texte;date\r\nUn;2015\rDeux;2016\r\nTrois;2017\r\n", ["Un", "Deux", "Trois"]),
        ("a.csv", "texte;date\nUn;2015\rDeux;2016\n", ["Un", "Deux"]),
        ("a.csv", "texte\rUn\rDeux\r", ["Un", "Deux"]),
        # As polars writes it: the carriage return is part of the field.
        ("a.csv", "texte;date\nLe\rMaroc;2015\nDeux;2016\n", ["Le\rMaroc", "Deux"]),
        ("a.csv", "texte\r\nLe\rMaroc\r\n", ["Le\rMaroc"]),
        ("a.csv", 'texte;date\r\n"Le\r\nMaroc";2015\r\n', ["Le\r\nMaroc"]),
        ("a.jsonl", '{"texte": "Un", "date": 2015}\r{"texte": "De\\rux", "date": 2016}', ["Un", "De\rux"]),
        ("a.jsonl", '{"texte": "Un", "date": 2015}\r\r{"texte": "Deux", "date": 2016}\r\n', ["Un", "Deux"]),
        ("a.jsonl", '{"texte": "Un", "date": 2015}\r\n{"texte":\r"Deux", "date": 2016}\r\n', ["Un", "Deux"]),
    ],
)
def test_carriage_returns_end_rows_and_stay_line_breaks_in_fields(tmp_path, name, content, texts):
    (tmp_path / name).write_bytes(content.encode())
    corpus = cs.read_corpus(tmp_path)
    assert [corpus.text(doc_id) for doc_id in corpus.documents["doc_id"]] == texts
    assert corpus.skipped.height == 0
    assert "date" not in content or corpus.documents["date_start"].dt.year()[0] == 2015


def test_hidden_files_readme_and_links_to_folders_are_told(tmp_path):
    (tmp_path / "a.txt").write_text("un", encoding="utf-8")
    (tmp_path / ".cache.txt").write_text("deux", encoding="utf-8")
    (tmp_path / "boucle").symlink_to(tmp_path, target_is_directory=True)
    corpus = cs.read_corpus(tmp_path)
    assert corpus.documents["doc_id"].to_list() == ["a.txt"]
    assert corpus.skipped.height == 2


def test_a_name_that_stands_twice_in_the_first_line_is_told_with_its_file(tmp_path):
    path = tmp_path / "press.csv"
    path.write_text("text;k;k;;\nun;1;2;;\n", encoding="utf-8")
    with pytest.warns(
        CoopsecWarning, match=r"press\.csv: the first line names 2 columns 'k'; .* k_duplicated_0"
    ) as told:
        corpus = cs.read_corpus(path)
    assert len(told) == 1
    assert corpus.documents.select("k", "k_duplicated_0").rows() == [(1, 2)]


def test_lock_files_of_office_programs_are_told(tmp_path):
    (tmp_path / "press.csv").write_text("text\nun\n", encoding="utf-8")
    for name in ("~$press.csv", ".~lock.press.csv#"):
        (tmp_path / name).write_bytes(b"\x05User\x00\x00")
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        archive.writestr("~$old.csv", b"\x05User")
    corpus = cs.read_corpus(tmp_path)
    assert len(corpus) == 1
    reasons = {Path(origin).name: reason for origin, reason in corpus.skipped.rows()}
    office = "lock file of an office program"
    assert reasons == {"~$press.csv": office, "~$old.csv": office, ".~lock.press.csv#": "hidden file"}


def test_a_leading_tilde_is_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "press").mkdir()
    (tmp_path / "press" / "a.txt").write_text("La paix.", encoding="utf-8")
    (tmp_path / "peace.toml").write_text('[theme.peace]\npatterns = ["paix"]\n', encoding="utf-8")
    for path in ("~/press", "~/press/*.txt", Path("~/press/a.txt")):
        assert cs.read_corpus(path).documents["doc_id"].to_list() == ["a.txt"]
    cs.read_corpus("~/press").save("~/index")
    cs.build_index("~/press", "~/built")
    assert (tmp_path / "index" / "CURRENT").exists()
    assert len(cs.open_corpus("~/index").append("~/press/a.txt")) == 2
    with pytest.raises(SavedIndexError, match="open_corpus"):
        cs.read_corpus("~/built")
    assert cs.count_themes("~/press", cs.Lexicon.from_toml("~/peace.toml"))["count"].to_list() == [1]
    corpus = cs.read_corpus("~/press")
    corpus.hits({"peace": ["paix"]}).select("doc_id", "theme", "start", "end").write_csv(tmp_path / "gold.csv")
    assert cs.validate(corpus, "~/gold.csv", {"peace": ["paix"]}).scores["true_positive"].to_list() == [1]
    pytest.importorskip("vl_convert")
    cs.plot.save(cs.plot.timeline(corpus.themes({"peace": ["paix"]}, every="year")), "~/chart.svg")
    cs.report(corpus, {"peace": ["paix"]}, "~/page.html")
    assert {"chart.svg", "page.html"} <= {path.name for path in tmp_path.iterdir()}
    with pytest.raises(FileNotFoundError, match="~no-such-user"):
        cs.read_corpus("~no-such-user/press")


def test_progress_is_called_with_the_number_of_documents(tmp_path, capfd):
    for number in range(30):
        (tmp_path / f"{number:02}.txt").write_text(BODY * 20, encoding="utf-8")
    seen: list[int] = []
    cs.read_corpus(tmp_path, progress=seen.append)
    assert seen == sorted(seen)
    assert seen
    assert seen[-1] == 30
    cs.read_corpus(tmp_path, progress=False)
    cs.read_corpus(tmp_path)
    out, err = capfd.readouterr()
    assert out == err == ""


def test_an_error_in_the_progress_callback_comes_through():
    def stop(_done: int) -> None:
        raise RuntimeError("assez")

    frame = pl.DataFrame({"text": [BODY * 400] * 1500})
    with pytest.raises(RuntimeError, match="assez"):
        cs.from_frame(frame, progress=stop)


def test_every_failure_belongs_to_the_stated_family(tmp_path):
    _spoilt(tmp_path)
    for path in sorted(tmp_path.iterdir()):
        try:
            cs.read_corpus(path)
        except (CoopsecError, OSError) as error:
            assert path.name in str(error)  # noqa: PT017 - files that can be read raise nothing


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-8-sig", "utf-8"), ("cp1252", "windows-1252"), ("utf-16", "utf-16le")]
)
def test_tables_tell_their_encoding_too(tmp_path, encoding, name):
    text = "text,date\nL’été dernier la coopération à l'œuvre a été très efficace,2017-08-29\n"
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    corpus = cs.read_corpus(tmp_path)
    assert corpus.text("a.csv#0").startswith("L’été")
    assert corpus.documents["encoding"].to_list() == [name]


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
def test_a_file_name_that_is_no_unicode_does_not_stop_the_rest(tmp_path):
    (tmp_path / "bon.txt").write_text("un", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_bytes(b"deux")
    corpus = cs.read_corpus(tmp_path, on_error="skip")
    assert corpus.documents.height + corpus.skipped.height == 2
    assert "bon.txt" in corpus.documents["doc_id"].to_list()


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "parquet", "html", "zip"])
def test_a_file_of_any_format_may_have_a_name_that_is_no_unicode(tmp_path, suffix):
    path = tmp_path / os.fsdecode(b"\xe9." + suffix.encode())
    table = pl.DataFrame({"text": ["Un mot."]})
    with path.open("wb") as file:
        match suffix:
            case "csv" | "tsv":
                table.write_csv(file)
            case "jsonl":
                table.write_ndjson(file)
            case "parquet":
                table.write_parquet(file)
            case "html":
                file.write(b"<p>Un mot.</p>")
            case _:
                with zipfile.ZipFile(file, "w") as archive:
                    archive.writestr("a.txt", "Un mot.")
    for given in (tmp_path, path):
        corpus = cs.read_corpus(given)
        assert corpus.documents["n_tokens"].to_list() == [2]
        assert corpus.documents["doc_id"][0].startswith(r"\udce9")
        assert cs.count_terms(given).height == 2


@pytest.fixture
def deep(tmp_path):
    """A folder that holds a text a thousand folders further down, which is more than calls may be nested."""
    down = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1000):
        os.mkdir("d", dir_fd=down)
        below = os.open("d", os.O_RDONLY, dir_fd=down)
        os.close(down)
        down = below
    file = os.open("a.txt", os.O_WRONLY | os.O_CREAT, dir_fd=down)
    os.write(file, b"Un mot.")
    os.close(file)
    os.close(down)
    yield tmp_path
    top, rest = tmp_path / "d", tmp_path / "rest"
    while (top / "d").is_dir():  # whatever clears up later may nest its calls
        (top / "d").rename(rest)
        top.rmdir()
        rest.rename(top)


@pytest.mark.skipif(sys.platform != "linux", reason="paths longer than elsewhere")
@pytest.mark.parametrize("pattern", ["", "**/*.txt"])
def test_folders_may_be_deeper_than_calls_may_be_nested(deep, pattern):
    assert len(cs.read_corpus(deep / pattern)) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the longest path of Linux")
def test_a_path_that_is_too_long_is_told_as_such(tmp_path):
    """Not as a text that was given in place of a path."""
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("d" * 250, dir_fd=here)
        below = os.open("d" * 250, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    with pytest.raises(OSError, match="File name too long") as caught:
        cs.read_corpus(tmp_path)
    assert caught.value.filename.startswith(f"{tmp_path}/ddd")
    assert cs.read_corpus(tmp_path, on_error="skip").skipped["reason"].to_list() == ["File name too long"]
