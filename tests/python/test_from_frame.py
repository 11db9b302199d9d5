"""From rows of frames to documents."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

import coopsec as cs
from conftest import read_quietly
from coopsec.errors import ColumnError, CoopsecWarning
from expected import DOCUMENTS, SKIPPED, schema

FRAME = pl.DataFrame(
    {
        "text": ["L'Espagne coopère.", "Deuxième texte 😀 du Maroc.", "Troisième."],
        "date": ["2017-08", "2017-08-29", None],
        "journal": ["MAP", None, "AFP"],
        "page": [1, 2, 3],
    }
)


def test_columns_and_types():
    documents = cs.from_frame(FRAME).documents
    assert documents.columns[: len(DOCUMENTS)] == list(DOCUMENTS)
    assert {name: documents.schema[name] for name in DOCUMENTS} == DOCUMENTS
    assert documents["page"].dtype == pl.Int64


def test_an_empty_frame_is_an_empty_corpus():
    corpus = cs.from_frame(FRAME.clear())
    assert {name: corpus.documents.schema[name] for name in DOCUMENTS} == DOCUMENTS
    assert schema(corpus.skipped) == SKIPPED
    assert corpus.documents.height == 0
    assert corpus.documents.schema["page"] == pl.Int64
    assert "documents" in repr(corpus)


def test_identity_and_origin_of_rows():
    documents = cs.from_frame(FRAME).documents
    assert documents["doc_id"].to_list() == ["0", "1", "2"]
    assert documents["origin"].to_list() == ["frame#0", "frame#1", "frame#2"]
    assert documents["encoding"].null_count() == 3


def test_a_given_id_is_a_string():
    corpus = cs.from_frame(FRAME, id="page")
    assert corpus.documents["doc_id"].to_list() == ["1", "2", "3"]
    assert corpus.text("3") == "Troisième."


def test_a_repeated_id_gets_a_suffix_and_a_warning():
    frame = pl.DataFrame({"text": ["un", "deux", "trois", "quatre"], "k": ["a", "a", "b", "a"]})
    corpus = read_quietly(cs.from_frame, frame, id="k")
    ids = corpus.documents["doc_id"].to_list()
    assert ids[0] == "a"
    assert ids[2] == "b"
    assert len(set(ids)) == 4
    assert all(doc_id.startswith("a") for doc_id in (ids[1], ids[3]))
    assert [corpus.text(doc_id) for doc_id in ids] == ["un", "deux", "trois", "quatre"]
    assert [any('"a"' in words for words in warnings) for warnings in corpus.documents["warnings"]] == [
        False, True, False, True,
    ]  # fmt: skip


def test_rows_of_many_blocks_keep_their_numbers_identities_and_texts(tmp_path):
    rows = 400  # more than one block
    texts = [None if row % 7 == 3 else f"Le port numéro {row}." for row in range(rows)]
    keys = [None if row % 5 == 0 else f"k{row % 150}" for row in range(rows)]
    langs = ["xx" if row % 11 == 0 else "fr" for row in range(rows)]
    frame = pl.DataFrame({"text": texts, "key": keys, "langue": langs}).rechunk()
    (tmp_path / "note.txt").write_text("Une note du port.", encoding="utf-8")
    frame.write_parquet(tmp_path / "press.parquet")

    expected, met = ["note.txt"], dict.fromkeys(keys, 0)
    kept = [row for row in range(rows) if texts[row] is not None]
    for row in kept:
        met[keys[row]] += 1
        suffix = f"~{met[keys[row]]}" if met[keys[row]] > 1 else ""
        expected.append(f"press.parquet#{row}" if keys[row] is None else f"{keys[row]}{suffix}")
    corpus = read_quietly(cs.read_corpus, tmp_path, id="key", lang="langue")
    documents = corpus.documents
    assert documents["doc_id"].to_list() == expected
    assert [origin.rsplit("#")[-1] for origin in documents["origin"][1:]] == [str(row) for row in kept]
    assert [corpus.text(doc_id) for doc_id in expected[1:]] == [texts[row] for row in kept]
    warned = [any("language" in words for words in warnings) for warnings in documents["warnings"][1:]]
    assert warned == [row % 11 == 0 for row in kept]
    assert corpus.skipped.height == rows - len(kept)


def test_a_suffix_never_meets_an_id_that_is_there():
    given = ["a", "a", "a~2", "a_2", "a-2", "a#2", "a~2", "a~2~2"]
    frame = pl.DataFrame({"text": given, "k": given})
    ids = read_quietly(cs.from_frame, frame, id="k").documents["doc_id"].to_list()
    assert len(set(ids)) == len(given)


def test_other_frames_give_the_same_corpus(press_frame):
    names = {"text": "texte", "date": "parution", "id": "key", "source": "journal"}
    expected = cs.from_frame(press_frame, **names).documents
    given = [press_frame.lazy()]
    pandas = pytest.importorskip("pandas")
    pyarrow = pytest.importorskip("pyarrow")
    given.append(pandas.DataFrame(press_frame.to_dict(as_series=False)))
    given.append(pyarrow.table(press_frame.to_dict(as_series=False)))
    given.append(pyarrow.table(press_frame.to_dict(as_series=False)).to_reader(max_chunksize=3))
    for frame in given:
        assert cs.from_frame(frame, **names).documents.equals(expected), type(frame)


def test_duckdb_gives_the_same_corpus(press_frame):
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    with duckdb.connect() as connection:
        connection.execute("create table t (texte varchar, page bigint)")
        connection.executemany("insert into t values (?, ?)", press_frame.select("texte", "page").rows())
        corpus = cs.from_frame(connection.sql("select * from t order by page"), text="texte")
    assert [corpus.text(doc_id) for doc_id in corpus.documents["doc_id"]] == press_frame["texte"].to_list()


@pytest.mark.parametrize("given", [[1, 2], {"text": ["un"]}, "corpus/", None])
def test_what_is_no_frame_is_refused(given):
    with pytest.raises(TypeError, match=type(given).__name__):
        cs.from_frame(given)


def test_several_text_columns_are_joined_and_a_sentence_ends_between_them():
    frame = pl.DataFrame({"title": ["Lutte contre le"], "body": ["terrorisme en Europe"]})
    corpus = cs.from_frame(frame, text=["title", "body"])
    text = corpus.text("0")
    assert text.startswith("Lutte contre le")
    assert text.endswith("terrorisme en Europe")
    assert corpus.hits({"t": ["contre le terrorisme"]}).height == 0
    assert corpus.hits({"t": ["terrorisme"]}).height == 1
    assert corpus.documents["n_sentences"].to_list() == [2]
    assert corpus.documents["n_tokens"].to_list() == [6]


def test_a_title_column_is_metadata():
    frame = pl.DataFrame({"title": ["Lutte antiterroriste"], "text": ["Corps du texte."]})
    corpus = cs.from_frame(frame)
    assert corpus.documents["title"].to_list() == ["Lutte antiterroriste"]
    assert corpus.documents["n_tokens"].to_list() == [3]
    assert corpus.frequency()["term"].to_list() == ["corps", "du", "texte"]


def test_a_title_alone_is_the_text():
    corpus = cs.from_frame(pl.DataFrame({"title": ["Une dépêche"], "date": ["2017-08-29"]}))
    assert corpus.text("0") == "Une dépêche"
    assert corpus.documents["n_tokens"].to_list() == [2]


@pytest.mark.parametrize(
    ("values", "starts", "precisions"),
    [
        ([date(2017, 8, 29), None], [date(2017, 8, 29), None], ["day", "none"]),
        ([datetime(2017, 8, 29, 23, 59), None], [date(2017, 8, 29), None], ["day", "none"]),
        ([datetime(2017, 8, 29, 23, 59, tzinfo=UTC), None], [date(2017, 8, 29), None], ["day", "none"]),
        ([2017, None], [date(2017, 1, 1), None], ["year", "none"]),
        (["2017-08-29T23:59:00Z", ""], [date(2017, 8, 29), None], ["day", "none"]),
        (["2019-07-08 06:19:31.752546", "30 février 2015"], [date(2019, 7, 8), None], ["day", "none"]),
    ],
)
def test_date_columns_of_every_type(values, starts, precisions):
    corpus = cs.from_frame(pl.DataFrame({"text": ["un", "deux"], "jour": values}), date="jour")
    assert corpus.documents["date_start"].to_list() == starts
    assert corpus.documents["date_precision"].to_list() == precisions
    assert corpus.documents["date_origin"].to_list()[0] == "metadata"


def test_a_given_date_wins_and_what_disagrees_is_told():
    frame = pl.DataFrame({"text": ["Rabat, 28 mai 2015 (MAP) - Le Maroc coopère."], "date": ["2015-06-01"]})
    row = cs.from_frame(frame).documents.row(0, named=True)
    assert (row["date"], row["date_origin"]) == (date(2015, 6, 1), "metadata")
    assert any("28 mai 2015" in conflict or "2015-05-28" in conflict for conflict in row["date_conflicts"])


def test_user_columns_are_kept_with_their_values_and_types():
    frame = FRAME.with_columns(
        genre=pl.Series(["a", "b", None], dtype=pl.Categorical),
        liste=pl.Series([[1], [], None]),
        vrai=pl.lit(value=True),
    )
    documents = cs.from_frame(frame).documents
    assert documents["genre"].cast(pl.String).to_list() == ["a", "b", None]
    assert documents["liste"].to_list() == [[1], [], None]
    assert documents["vrai"].dtype == pl.Boolean


def test_a_taken_name_is_kept_with_an_underscore_and_a_warning():
    frame = FRAME.with_columns(n_tokens=pl.lit("mien"), story=pl.lit(9.5))
    with pytest.warns(CoopsecWarning, match="n_tokens"):
        documents = cs.from_frame(frame).documents
    assert documents["n_tokens_"].to_list() == ["mien"] * 3
    assert documents["story_"].to_list() == [9.5] * 3
    assert documents["n_tokens"].dtype == pl.Int64


def test_a_taken_name_whose_replacement_is_taken_too():
    frame = FRAME.with_columns(n_tokens=pl.lit(1), n_tokens_=pl.lit(2))
    with pytest.warns(CoopsecWarning, match="n_tokens"):
        documents = cs.from_frame(frame).documents
    assert len(documents.columns) == len(set(documents.columns))
    assert sorted(documents.select(pl.exclude(DOCUMENTS).exclude("journal", "page")).row(0)) == [1, 2]


@pytest.mark.parametrize("column", ["__row", "__document", "__group", "truth", "group", "theme", "term"])
def test_any_other_name_is_free(column):
    corpus = cs.from_frame(FRAME.with_columns(pl.lit("x").alias(column)))
    assert corpus.documents[column].to_list() == ["x"] * 3
    assert corpus.filter(pl.col("doc_id") == "1").documents[column].to_list() == ["x"]


def test_a_language_column_and_a_default():
    frame = pl.DataFrame({"text": ["l'aube", "la comisaría", "the dawn", "الفجر"], "lang": ["fr", "es", "en", None]})
    documents = cs.from_frame(frame).documents
    assert documents["lang"].to_list() == ["fr", "es", "en", "fr"]
    named = cs.from_frame(frame.rename({"lang": "lng"}), lang="lng").documents
    assert named["lang"].to_list() == ["fr", "es", "en", "fr"]
    assert cs.from_frame(frame.select("text"), lang="es").documents["lang"].to_list() == ["es"] * 4


def test_languages_are_found():
    texts = {
        "fr": "Le ministre de l'Intérieur a salué la coopération entre les deux pays et leurs services de sécurité.",
        "es": "El ministro del Interior destacó la cooperación entre los dos países y sus servicios de seguridad.",
        "en": "The interior minister praised the cooperation between the two countries and their security services.",
        "ar": "أشاد وزير الداخلية بالتعاون بين البلدين ومصالحهما الأمنية في مكافحة الإرهاب والجريمة المنظمة.",
    }
    corpus = cs.from_frame(pl.DataFrame({"text": list(texts.values())}), lang="auto")
    assert corpus.documents["lang"].to_list() == list(texts)


def test_a_doubtful_language_takes_the_default_and_says_so():
    documents = cs.from_frame(pl.DataFrame({"text": ["OK 2015"]}), lang="auto").documents
    assert documents["lang"].to_list() == ["fr"]
    assert len(documents["warnings"][0]) > 0


def test_an_unknown_language_is_named():
    with pytest.raises((ColumnError, ValueError), match="klingon"):
        cs.from_frame(FRAME, lang="klingon")
    frame = FRAME.with_columns(lang=pl.lit("klingon"))
    try:
        documents = cs.from_frame(frame).documents
    except ValueError as error:
        assert "klingon" in str(error)  # noqa: PT017 - an error or a warning will do
    else:
        assert all("klingon" in " ".join(words) for words in documents["warnings"])


@pytest.mark.parametrize("role", ["text", "date", "id", "title", "source"])
def test_a_missing_column_is_named_with_near_ones(role):
    with pytest.raises(ColumnError, match=r"'pgae'.*page"):
        cs.from_frame(FRAME, **{role: "pgae"})


def test_a_frame_without_text_lists_its_columns():
    with pytest.raises(ColumnError, match=r"journal.*page"):
        cs.from_frame(FRAME.select("journal", "page"))


def test_a_column_that_is_no_text_is_refused():
    for wrong in (pl.Series("text", [[1], [2], [3]]), pl.Series("text", [b"a", b"b", b"c"])):
        with pytest.raises(ColumnError, match="text"):
            cs.from_frame(FRAME.with_columns(wrong))


@pytest.mark.parametrize("read", [cs.read_corpus, cs.count_terms])
@pytest.mark.parametrize(
    "texts", [["un texte", "un autre"], "Le Maroc coopère.", ["Qui vient ?"], "Une phrase. " * 400]
)
def test_texts_in_the_place_of_paths_are_told_the_way_to_count_them(read, texts):
    with pytest.raises(OSError, match=r'if it is a text, as it looks, .*polars\.DataFrame\({"text"') as caught:
        read(texts)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize("path", ["none.txt", "none", "no such/folder", "un texte.csv"])
def test_a_path_that_is_missing_is_told_no_more_than_that(path):
    with pytest.raises(FileNotFoundError, match=r"^\[Errno 2\] No such file or directory"):
        cs.read_corpus(path)


def test_a_series_is_told_how_to_become_a_frame():
    pandas = pytest.importorskip("pandas")
    for series in (FRAME["text"], FRAME["text"].alias(""), pandas.Series(["un"]), pandas.Series(["un"], name="text")):
        for ask in (cs.from_frame, cs.count_terms, cs.read_corpus):
            with pytest.raises(TypeError, match=r'series\.to_frame\("text"\)'):
                ask(series)
        assert len(cs.from_frame(series.to_frame("text"))) == len(series)


@pytest.mark.parametrize("read", [cs.from_frame, cs.count_terms])
def test_a_table_that_polars_cannot_take_is_told(read):
    pandas = pytest.importorskip("pandas")
    pyarrow = pytest.importorskip("pyarrow")
    twice = pyarrow.Table.from_arrays([pyarrow.array(["un"]), pyarrow.array(["deux"])], names=["text", "text"])
    mixed = pandas.DataFrame({"text": ["un", "deux"], "page": [1, "x"]})
    for table, told in (
        (twice, "'text' is there twice"),
        (twice.to_pandas(), "twice"),
        (mixed, "'page' cannot be read"),
    ):
        with pytest.raises(ColumnError, match=f"^(frame|source): .*{told}"):
            read(table)


def test_a_frame_without_columns_is_told():
    with pytest.raises(ColumnError, match="frame: the table has no columns"):
        cs.from_frame(pl.DataFrame())


def test_an_empty_identity_is_none():
    corpus = cs.from_frame(pl.DataFrame({"text": ["un", "deux", "trois"], "k": ["", None, ""]}), id="k")
    assert corpus.documents["doc_id"].to_list() == ["0", "1", "2"]


def test_a_date_that_nobody_writes_in_one_way_is_refused_by_name():
    spans = pl.DataFrame({"text": ["un"], "date": [timedelta(days=1)]})
    with pytest.raises(ColumnError, match=r"frame: column 'date' holds .*text, numbers or dates are expected"):
        cs.from_frame(spans)


def test_the_periods_of_pandas_are_read_as_they_are_written():
    pandas = pytest.importorskip("pandas")
    written = {"M": ("2015-05", "month"), "Q": ("2015Q2", "quarter"), "Y": ("2015", "year"), "D": ("2015-05-03", "day")}
    for every, (text, precision) in written.items():
        periods = pandas.PeriodIndex([text, None], freq=every)
        documents = cs.from_frame(pandas.DataFrame({"text": ["un", "deux"], "date": periods, "of": periods})).documents
        assert documents["date_precision"].to_list() == [precision, "none"]
        assert documents["date_raw"].to_list() == documents["of"].to_list() == [text, None]


@pytest.mark.parametrize(
    ("name", "given"),
    [("text", 3), ("text", ["text", 3]), ("date", 3), ("id", ["text"]), ("title", 3), ("source", b"x"), ("lang", 3)],
)
def test_what_is_no_name_of_a_column_is_told_with_its_argument(name, given):
    with pytest.raises(TypeError, match=f"^{name} is {re.escape(repr(given))}: give .*name of a column"):
        cs.from_frame(FRAME, **{name: given})


@pytest.mark.parametrize("given", [None, 3, ["fr", "es"], ""])
def test_what_is_no_language_is_refused_with_the_choices(given, tmp_path):
    (tmp_path / "a.txt").write_text("The police.", encoding="utf-8")
    asked = {
        "from_frame": lambda: cs.from_frame(FRAME, lang=given),
        "read_corpus": lambda: cs.read_corpus(tmp_path, lang=given),
        "count_terms": lambda: cs.count_terms(FRAME, lang=given),
        "count_themes": lambda: cs.count_themes(FRAME, {"a": ["b"]}, lang=given),
        "build_index": lambda: cs.build_index(FRAME, tmp_path / "index", lang=given),
    }
    for ask in asked.values():
        with pytest.raises((TypeError, ValueError), match=f'^lang is {re.escape(repr(given))}: give "fr", .*"auto"'):
            ask()


def test_whole_floats_name_documents_as_whole_numbers_in_every_format(tmp_path):
    frame = pl.DataFrame({"text": ["un", "deux", "trois"], "doc_id": [7.0, 8.5, None]})
    frame.write_csv(tmp_path / "a.csv")
    frame.write_ndjson(tmp_path / "a.jsonl")
    frame.write_parquet(tmp_path / "a.parquet")
    for source in (frame, tmp_path / "a.csv", tmp_path / "a.jsonl", tmp_path / "a.parquet"):
        read = cs.from_frame if isinstance(source, pl.DataFrame) else cs.read_corpus
        ids = read(source).documents["doc_id"].to_list()
        assert ids[:2] == ["7", "8.5"]
        assert set(ids) == set(cs.count_terms(source, by="doc_id")["doc_id"])


def test_floats_beyond_whole_numbers_stay_as_they_are():
    ids = [1e300, -0.0, float("inf"), 2.0**53]
    documents = cs.from_frame(pl.DataFrame({"text": ["un"] * 4, "doc_id": ids})).documents
    assert [float(name) for name in documents["doc_id"]] == ids


def test_whole_floats_are_years_and_names_as_pandas_writes_them_beside_a_gap():
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"text": ["un", "deux"], "date": [2015, None], "source": [3, None], "id": [12, None]})
    corpus = cs.from_frame(table, id="id")
    assert corpus.documents.select("doc_id", "date_start", "source").rows() == [
        ("12", date(2015, 1, 1), "3"),
        ("1", None, None),
    ]
    gold = pandas.DataFrame({"doc_id": [12.0], "theme": ["one"], "start": [0], "end": [2]})
    assert cs.validate(corpus, gold, {"one": ["un"]}).scores["true_positive"].to_list() == [1]


@pytest.mark.parametrize("threads", ["2", 2.5])
def test_what_is_no_number_of_threads_is_told_with_its_argument(threads):
    for ask in (lambda: cs.from_frame(FRAME, threads=threads), lambda: cs.count_terms(FRAME, threads=threads)):
        with pytest.raises(TypeError, match=f"threads is {threads!r}: give a number"):
            ask()


def test_rows_without_text_are_skipped():
    corpus = cs.from_frame(FRAME.with_columns(text=pl.Series(["un", None, "trois"])))
    assert corpus.documents["page"].to_list() == [1, 3]
    assert corpus.skipped["origin"].to_list() == ["frame#1"]
    assert corpus.documents["origin"].to_list() == ["frame#0", "frame#2"]


def test_options_of_reading():
    frame = pl.DataFrame({"text": ["l'anti-terrorisme"]})
    assert cs.from_frame(frame).frequency()["term"].to_list() == ["anti-terrorisme", "l'"]
    assert cs.from_frame(frame, elision=False).frequency()["term"].to_list() == ["l'anti-terrorisme"]
    assert set(cs.from_frame(frame, hyphens="split").frequency()["term"]) == {"anti", "terrorisme", "l'"}
    with pytest.raises(ValueError, match="cut"):
        cs.from_frame(frame, hyphens="cut")


@pytest.mark.parametrize("threads", [0, -1])
def test_a_wrong_number_of_threads_is_an_ordinary_error(threads):
    try:
        cs.from_frame(FRAME, threads=threads).frequency()
    except (ValueError, OverflowError) as error:
        assert str(error)  # noqa: PT017 - zero may also be allowed, for all


@pytest.mark.parametrize("unit", ["a", "é", "\u0301", "\0", "😀", "\n", "- ", "l'", "1 ", "Rabat, "])
def test_pathological_texts(unit):
    text = unit * (60_000 // len(unit))
    corpus = cs.from_frame(pl.DataFrame({"text": [text, "témoin"]}))
    assert corpus.text("0") == text
    assert corpus.documents["n_chars"].to_list() == [len(text), 6]
    assert corpus.frequency()["count"].sum() == corpus.documents["n_tokens"].sum()
    assert corpus.hits({"t": ["témoin"]}).height == 1
    corpus.kwic("témoin")


def test_days_are_read_as_their_text_is():
    days = [date(2017, 8, 29), None, date(1, 1, 1), date(2000, 2, 29), date(9999, 12, 31)]
    frame = pl.DataFrame({"text": ["Le port."] * len(days), "date": days})
    corpus = cs.from_frame(frame)
    written = cs.from_frame(frame.with_columns(pl.col("date").cast(pl.String)))
    assert corpus.documents["date_start"].to_list() == days
    assert corpus.documents.equals(written.documents)


@pytest.mark.parametrize("days", [5_000_000, -5_000_000])
def test_a_day_that_no_calendar_has_is_told(days):
    frame = pl.DataFrame({"text": ["Le port."], "date": pl.Series([days], dtype=pl.Int32).cast(pl.Date)})
    corpus = read_quietly(cs.from_frame, frame)
    assert corpus.documents["date"].to_list() == [None]
    assert f"{days} days after 1970-01-01" in corpus.documents["warnings"][0][0]


@pytest.mark.parametrize(
    ("names", "lang"),
    [
        (("Titular", "Cuerpo", "Fecha de publicación", "Medio", "Idioma"), "es"),
        (("العنوان", "المحتوى", "تاريخ النشر", "المصدر", "اللغة"), "ar"),
    ],
)
def test_spanish_and_arabic_names_of_columns_are_found(names: tuple[str, ...], lang: str):
    row = cs.from_frame(
        pl.DataFrame([("A", "Un texto", "03/06/2015", "EFE", lang)], schema=names, orient="row")
    ).documents
    expected = ("A", date(2015, 6, 3), "EFE", lang, 2)
    assert row.select("title", "date", "source", "lang", "n_tokens").row(0) == expected


@pytest.mark.parametrize("index", ["date", ["source", "date"]])
def test_a_named_index_of_pandas_is_a_column(index):
    pandas = pytest.importorskip("pandas")
    days = pandas.to_datetime(["2015-01-01", "2016-02-03"])
    frame = pandas.DataFrame({"text": ["un", "deux"], "date": days, "source": ["MAP", "EFE"]})
    corpus = cs.from_frame(frame.set_index(index))
    assert corpus.documents["date"].to_list() == [date(2015, 1, 1), date(2016, 2, 3)]
    assert corpus.documents["source"].to_list() == ["MAP", "EFE"]
    assert cs.from_frame(frame).documents.columns == corpus.documents.columns
    assert cs.from_frame(frame[frame.source == "EFE"]).documents["doc_id"].to_list() == ["0"]


def test_a_table_that_pandas_indexed_by_period_is_over_time():
    pandas = pytest.importorskip("pandas")
    texts = {"text": ["drogue"] * 6, "date": [str(year) for year in range(2010, 2016)]}
    table = cs.from_frame(pl.DataFrame(texts)).themes({"drugs": ["drogue"]}, every="year")
    plain = table.to_pandas()
    assert isinstance(plain, pandas.DataFrame)
    assert cs.trend(plain.set_index("period"), partial="keep").equals(cs.trend(table, partial="keep"))


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ({"date": "fechas"}, "frame: date: no column 'fechas'; did you mean 'fecha'?"),
        ({"title": "zzz"}, "frame: title: no column 'zzz'; there are texto, fecha, medio"),
    ],
)
def test_a_column_that_is_not_there_is_told_with_its_role(roles, said):
    frame = pl.DataFrame({"texto": ["un"], "fecha": ["2015"], "medio": ["EFE"]})
    with pytest.raises(ColumnError, match=re.escape(said)):
        cs.from_frame(frame, **roles)
    with pytest.raises(ColumnError, match="by: no column 'medio'; a column of that name is read as 'source'"):
        cs.from_frame(frame).frequency(by="medio")


def test_a_column_nested_too_deeply_is_refused_by_name(tmp_path: Path) -> None:
    def nested(levels: int, *, in_objects: bool = False) -> pl.DataFrame:
        deep: pl.DataType = pl.String()
        for level in range(levels):
            deep = pl.Struct({"inner": deep}) if in_objects and level % 2 else pl.List(deep)
        return pl.DataFrame({"text": ["Le port."], "deep": [None]}, schema={"text": pl.String, "deep": deep})

    said = r"column 'deep' holds lists or objects that are nested more than 64 deep: leave it out"
    for in_objects in (False, True):
        kept = nested(64, in_objects=in_objects)
        assert cs.from_frame(kept).documents.schema["deep"] == kept.schema["deep"]
        with pytest.raises(ColumnError, match=f"^frame: {said}"):
            cs.from_frame(nested(65, in_objects=in_objects))
    with pytest.raises(ColumnError, match=said):
        cs.from_frame(nested(300))
    file = tmp_path / "deep.parquet"
    nested(65).write_parquet(file)
    with pytest.raises(ColumnError, match=rf"deep\.parquet: {said}"):
        cs.count_terms(file)
