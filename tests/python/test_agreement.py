"""Agreement of two coders and precision of coded samples, against published examples."""

from __future__ import annotations

import polars as pl
import pytest

import coopsec as cs
from coopsec.errors import ColumnError


def coded(codes, themes=None):
    n = len(codes)
    rows = {"doc_id": ["d"] * n, "theme": themes or ["t"] * n, "start": range(n), "end": range(1, n + 1)}
    return pl.DataFrame({**rows, "code": list(codes)}, schema_overrides={"code": pl.String})


def test_alpha_of_the_published_examples():
    # Krippendorff (2011): A, binary data, two observers; B, nominal data, two observers.
    for one, two, alpha in [("0100000010", "1110010000", 0.095), ("aabbdcccedda", "babbbccceddd", 0.692)]:
        row = cs.agreement(coded(one), coded(two)).row(0, named=True)
        assert round(row["alpha"], 3) == alpha
        assert row["alpha_low"] < row["alpha"] < row["alpha_high"] <= 1


def test_kappa_of_the_published_example():
    # Fleiss, Levin & Paik (2003), table 18.1.
    cells = {"pp": 75, "pn": 1, "po": 4, "np": 5, "nn": 4, "no": 1, "oo": 10}
    pairs = [pair for pair, times in cells.items() for _ in range(times)]
    row = cs.agreement(coded([a for a, _ in pairs]), coded([b for _, b in pairs])).row(0, named=True)
    assert (row["n"], row["agreement"], round(row["kappa"], 3)) == (100, 0.89, 0.676)


def test_rows_are_matched_by_the_hit_whatever_their_order():
    one, two = coded("aabbc"), coded("aabcc")
    assert cs.agreement(one, two.reverse()).equals(cs.agreement(one, two))
    assert cs.agreement(one, two)["agreement"][0] == 0.8


def test_codes_are_compared_without_case_and_spaces():
    assert cs.agreement(coded(["Oui", " non"]), coded(["oui ", "NON"]))["agreement"][0] == 1.0


def test_what_one_coder_alone_has_is_left_out_and_said():
    found = cs.agreement(coded(["a", "b", None, "a"]), coded(["a", "b", "a"]))
    assert found.select("n", "left_out", "agreement").row(0) == (2, 2, 1.0)


def test_divided_by_theme():
    themes = ["u", "u", "t", "t"]
    found = cs.agreement(coded("abab", themes), coded("abaa", themes), by="theme")
    assert found.select("theme", "n", "agreement").rows() == [("t", 2, 0.5), ("u", 2, 1.0)]


@pytest.mark.parametrize("name", ["other", "code_right"])
def test_divided_by_a_column_of_any_name(name):
    one, two = (coded(codes).with_columns(pl.Series(name, list("uutt"))) for codes in ("abab", "abaa"))
    assert cs.agreement(one, two, by=name).select(name, "n", "agreement").rows() == [("t", 2, 0.5), ("u", 2, 1.0)]


def test_columns_that_cannot_divide_are_named():
    rows = coded("ab").with_columns(n=1, kappa=1, n_coded=1, words=[["a"], ["b"]])
    for name in ("n", "kappa"):
        with pytest.raises(ColumnError, match=f"by: the result has a column '{name}' of its own"):
            cs.agreement(rows, rows, by=name)
    with pytest.raises(ColumnError, match="by: 'code' is the column that is compared"):
        cs.agreement(rows, rows, by="code")
    with pytest.raises(ColumnError, match="by: the result has a column 'n_coded' of its own"):
        cs.precision(rows, by="n_coded", correct=["a"])
    for divide in (lambda by: cs.agreement(rows, rows, by=by), lambda by: cs.precision(rows, by=by, correct=["a"])):
        with pytest.raises(ColumnError, match="by: column 'theme' is named twice"):
            divide(["theme", "theme"])
        with pytest.raises(ColumnError, match="by: column 'words' holds List"):
            divide("words")


@pytest.mark.parametrize(("one", "two"), [([], []), ([None], [None]), (["a"], ["a"]), (["a", "a"], ["a", "a"])])
def test_what_is_not_defined_is_null(one, two):
    row = cs.agreement(coded(one), coded(two)).row(0, named=True)
    assert row["kappa"] is None
    assert row["alpha_low"] is None
    assert row["agreement"] == (1.0 if "a" in one else None)


def test_faults_are_named(tmp_path):
    twice = pl.concat([coded("ab"), coded("a")])
    with pytest.raises(ColumnError, match="coded_a, row 2: this hit has a row already"):
        cs.agreement(twice, coded("ab"))
    with pytest.raises(ColumnError, match="coded_b: no column 'code'"):
        cs.agreement(coded("a"), coded("a").drop("code"))
    with pytest.raises(ColumnError, match="600 different codes"):
        cs.agreement(coded([str(n) for n in range(600)]), coded([str(n) for n in range(600)]))
    with pytest.raises(ValueError, match="confidence is 95"):
        cs.agreement(coded("a"), coded("a"), confidence=95)


def test_precision_by_theme_with_wilson_limits():
    rows = {"theme": ["a"] * 20 + ["b"], "code": ["1"] * 19 + ["0", None]}
    found = cs.precision(pl.DataFrame(rows))
    assert found.select("theme", "n_coded", "n_uncoded", "n_correct", "precision").rows() == [
        ("a", 20, 0, 19, 0.95),
        ("b", 0, 1, 0, None),
    ]
    assert found.select("precision_low", "precision_high").row(0) == cs._coopsec.wilson(19, 20, 0.95)
    assert found.select("precision_low", "precision_high").row(1) == (None, None)
    assert cs.precision(pl.DataFrame(rows), by=None).select("n_coded", "precision").row(0) == (20, 0.95)


def test_numbers_and_truth_values_are_codes():
    assert cs.precision(pl.DataFrame({"theme": ["a", "a"], "code": [1, 0]}))["precision"][0] == 0.5
    assert cs.precision(pl.DataFrame({"theme": ["a", "a"], "code": [True, False]}))["precision"][0] == 0.5


@pytest.mark.parametrize("codes", [[1.0, 0.0, None], [1.0, 0.0, float("nan")], ["1.0", " 0.0", ""]])
def test_whole_numbers_of_pandas_are_codes(codes):
    rows = pl.DataFrame({"theme": ["a"] * 3, "code": codes})
    assert cs.precision(rows).select("n_coded", "n_uncoded", "n_correct").row(0) == (2, 1, 1)
    assert cs.precision(rows, correct=[0.0])["n_correct"][0] == 1
    both = coded("10").with_columns(code=pl.Series(codes[:2]))
    assert cs.agreement(both, coded("10")).select("n", "agreement").row(0) == (2, 1.0)
    with pytest.raises(ColumnError, match=r"the code 0\.5 is neither"):
        cs.precision(pl.DataFrame({"theme": ["a"], "code": [0.5]}))


@pytest.mark.parametrize("codes", [[True, False], ["true", "FALSE"]])
def test_truth_values_meet_numbers(codes):
    both = coded("10").with_columns(code=pl.Series(codes))
    for numbers in ([1, 0], [1.0, 0.0], ["1", "0"]):
        other = coded("10").with_columns(code=pl.Series(numbers))
        assert cs.agreement(both, other).select("n", "agreement").row(0) == (2, 1.0)
        assert cs.precision(other, correct=codes[:1])["n_correct"][0] == 1
    assert cs.precision(both, correct=[1])["n_correct"][0] == 1


def test_one_code_may_be_right():
    rows = pl.DataFrame({"theme": ["a"] * 3, "code": ["ok", "o", "OK"]})
    assert cs.precision(rows, correct="ok")["n_correct"][0] == 2


def test_an_unclear_code_is_an_error_unless_it_is_said():
    rows = pl.DataFrame({"theme": ["a", "a"], "code": ["oui", "peut-être"]})
    with pytest.raises(ColumnError, match="coded, row 1: the code 'peut-être'"):
        cs.precision(rows)
    assert cs.precision(rows, correct=["OUI"])["precision"][0] == 0.5


def test_no_row():
    empty = pl.DataFrame(schema={"theme": pl.String, "code": pl.String})
    assert cs.precision(empty).height == 0
    assert cs.precision(empty, by=None)["precision"][0] is None
