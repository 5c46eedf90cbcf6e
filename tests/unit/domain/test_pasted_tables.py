"""Tables in pasted texts."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidemill.base.errors import NeedsYou
from tidemill.domain.pasted_tables import MAX_SPAN, rows_of_markdown, rows_of_page, table_in


def rows_of(text: str, html: str | None = None) -> list[list[str]]:
    found = table_in(text, html)
    return list(
        csv.reader(io.StringIO(found.text), delimiter="\t" if "tab" in found.came_as else ",")
    )


def test_a_spreadsheets_rows_are_tab_separated_and_kept_as_they_are():
    found = table_in('id\tzip\r\n1\t007\r\n2\t"a\tb"\r\n')
    assert (found.came_as, found.ending) == ("tab separated", ".tsv")
    assert found.text == 'id\tzip\n1\t007\n2\t"a\tb"\n'


def test_tabs_win_over_the_web_page_that_spreadsheets_give_as_well():
    page = "<table><tr><td>id<td>zip<tr><td>1<td>7</table>"
    assert table_in("id\tzip\n1\t007", page).came_as == "tab separated"


def test_csv_text_stays_as_it_is():
    found = table_in("id;zip\n1;007\n")
    assert (found.came_as, found.text) == ("text", "id;zip\n1;007\n")


def test_a_markdown_table_is_found_between_other_lines():
    text = (
        "Here it is:\n\n| city | n |\n| :--- | ---: |\n| Bern \\| Biel | 1 |\n| Basel |\n\nThe end"
    )
    assert rows_of(text) == [["city", "n"], ["Bern | Biel", "1"], ["Basel", ""]]
    assert table_in(text).came_as == "Markdown"


def test_a_markdown_table_without_outer_bars_is_one_too():
    assert rows_of_markdown("a | b\n--|--\n1 | 2") == [["a", "b"], ["1", "2"]]


def test_bars_without_a_rule_are_no_markdown():
    assert rows_of_markdown("a|b\n1|2") == []
    assert table_in("a|b\n1|2").came_as == "text"


def test_a_pages_table_gives_its_cells_with_spans_kept_in_their_places():
    page = """
        <p>no</p><table><thead><tr><th>city<th colspan=2>rain</tr></thead>
        <tr><td rowspan="2">Bern &amp; Biel</td><td>1,5</td><td>=x</td></tr>
        <tr><td>2<br>3</td><td><script>no()</script> <b>bold</b></td></tr></table>
    """
    assert rows_of("city rain", page) == [
        ["city", "rain", ""],
        ["Bern & Biel", "1,5", "=x"],
        ["Bern & Biel", "2 3", "bold"],
    ]


def test_the_largest_table_of_a_page_counts_and_one_inside_a_cell_is_text():
    page = (
        "<table><tr><td>menu</table><table><tr><th>a<th>b<tr><td>1<td><table><tr><td>in</table>"
        "<tr><td>2<td>x</table>"
    )
    assert rows_of_page(page) == [["a", "b"], ["1", "in"], ["2", "x"]]


def test_a_span_without_end_takes_no_memory_without_end():
    page = "<table><tr><td colspan=999999999 rowspan=2>a<tr><td>b</table>"
    assert max(map(len, rows_of_page(page))) <= MAX_SPAN + 1


@pytest.mark.parametrize(("text", "said"), [(" \n", "Nothing was pasted"), ("word", "one line")])
def test_what_is_no_table_is_told(text, said):
    with pytest.raises(NeedsYou, match=said):
        table_in(text)


cells = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"]),
    min_size=1,
    max_size=8,
)


@given(st.lists(st.lists(cells, min_size=2, max_size=2), min_size=2, max_size=6))
def test_any_cells_come_back_from_a_page(rows):
    import html

    lines = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    assert rows_of("", f"<table>{lines}</table>") == rows


@given(st.text(max_size=200))
def test_any_text_is_a_table_or_refused_with_a_sentence(text):
    try:
        found = table_in(text, text)
    except NeedsYou:
        return
    assert found.text.endswith("\n")
