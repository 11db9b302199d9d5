"""Numbers in the tables of a report, in either language."""

import polars as pl
import pytest

from coopsec._report_page.table import of_frame, rows_of
from coopsec._report_page.words import PageWords


def test_cells_of_a_wide_table_name_their_columns():
    """Printed without script, they are stacked."""
    for columns, is_wide in ((12, False), (13, True)):
        head = [f"<{place}>" for place in range(columns)]
        table = rows_of(head, [list(range(columns))])
        assert ('class="wide"' in table) == is_wide
        assert [f'data-head="&lt;{place}&gt;"' in table for place in range(columns)] == [False] + [is_wide] * (
            columns - 1
        )


VALUES = [-1.414, 0.000254, -0.000254, 1e-300, 0.0, 0.5, 12.34, -1234567.0]
WRITTEN = {
    "en": ["−1.41", "2.5\u202f×\u202f10⁻⁴", "−2.5\u202f×\u202f10⁻⁴", "1.0\u202f×\u202f10⁻³⁰⁰", "0.000", "0.500",
           "12.3", "−1,234,567"],
    "fr": ["−1,41", "2,5\u202f×\u202f10⁻⁴", "−2,5\u202f×\u202f10⁻⁴", "1,0\u202f×\u202f10⁻³⁰⁰", "0,000", "0,500",
           "12,3", "−1\u202f234\u202f567"],
}  # fmt: skip


@pytest.mark.parametrize("lang", WRITTEN)
def test_numbers_are_written_as_one_prints_them(lang):
    table = of_frame(pl.DataFrame({"term": map(str, VALUES), "g2": VALUES}), PageWords(lang), caption="x")
    cells = [part.split("</td>")[0] for part in table.split('<td class="n">')[1:]]
    assert cells == WRITTEN[lang]
