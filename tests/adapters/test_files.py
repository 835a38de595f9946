"""Readers: what they yield, what they refuse, where they stop."""

import gzip
import zipfile
from pathlib import Path

import openpyxl
import pytest

from ordino.adapters.files import BadRow, FileFormat, FileProblem, FileUnreadable, Limits, Row, read_rows
from ordino.adapters.files.problems import (
    DamagedFile,
    FormulaFound,
    MissingColumns,
    NotReadable,
    TooLarge,
    UnusableRow,
    WrongEncoding,
)
from ordino.adapters.files.rows import Join

COLUMNS = ("order", "sku", "price")


def written(folder: Path, content: bytes | str, name: str = "lines.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows_of(path: Path, form: FileFormat | None = None, limits: Limits | None = None) -> list[Row | BadRow]:
    return list(read_rows(path, COLUMNS, form, limits or Limits()))


def stopped_by(
    path: Path, form: FileFormat | None = None, limits: Limits | None = None
) -> tuple[list[Row | BadRow], FileProblem]:
    seen: list[Row | BadRow] = []
    with pytest.raises(FileUnreadable) as stop:
        seen.extend(read_rows(path, COLUMNS, form, limits or Limits()))
    return seen, stop.value.problem


class TestCsv:
    def test_columns_are_given_in_the_order_asked_with_the_line_of_an_editor(self, tmp_path: Path) -> None:
        path = written(tmp_path, 'price,note,sku,order\n2.55,"two\nlines",85123A,536365\n\n3.39,,71053,536366\n')
        assert rows_of(path) == [Row(2, ("536365", "85123A", "2.55")), Row(5, ("536366", "71053", "3.39"))]

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_the_delimiter_is_the_one_that_finds_the_columns(self, tmp_path: Path, delimiter: str) -> None:
        path = written(tmp_path, f"{delimiter.join(COLUMNS)}\n1{delimiter}A{delimiter}2.5\n")
        assert rows_of(path) == [Row(2, ("1", "A", "2.5"))]

    @pytest.mark.parametrize(
        ("encoding", "python_name"),
        [("utf-8", "utf-8"), ("utf-8", "utf-8-sig"), ("utf-8", "utf-16"), ("cp1252", "cp1252"), ("utf-16", "utf-16")],
    )
    def test_encodings_are_those_named_and_a_byte_order_mark_wins(
        self, tmp_path: Path, encoding: str, python_name: str
    ) -> None:
        path = written(tmp_path, "order,sku,price\r\n1,Café £,2.5\r\n".encode(python_name))
        assert rows_of(path, FileFormat(encoding=encoding)) == [Row(2, ("1", "Café £", "2.5"))]  # type: ignore[arg-type]

    def test_a_wrong_encoding_names_the_line_and_keeps_the_rows_before_it(self, tmp_path: Path) -> None:
        path = written(tmp_path, b"order,sku,price\n1,A,2.5\n2,Caf\xe9,2.5\n3,C,1\n")
        before, problem = stopped_by(path)
        assert before == [Row(2, ("1", "A", "2.5"))]
        assert isinstance(problem, WrongEncoding)
        assert problem.line == 3
        assert "0xE9" in problem.found
        assert "cp1252" in problem.accepted

    def test_utf_16_without_a_mark_is_told_apart_from_missing_columns(self, tmp_path: Path) -> None:
        _, problem = stopped_by(written(tmp_path, "order,sku,price\n1,A,2\n".encode("utf-16-le")))
        assert isinstance(problem, WrongEncoding)

    def test_missing_columns_are_named_beside_those_the_file_has(self, tmp_path: Path) -> None:
        _, problem = stopped_by(written(tmp_path, "Order,SKU,price\n1,A,2\n"))
        assert isinstance(problem, MissingColumns)
        assert problem.field == "order, sku"
        assert "Order, SKU, price" in problem.found

    def test_what_a_file_holds_cannot_steer_a_terminal(self, tmp_path: Path) -> None:
        _, problem = stopped_by(written(tmp_path, "order,sku,\x1b[2Jprice\n1,A,2\n"))
        assert "?[2Jprice" in problem.detail()

    def test_a_wanted_column_that_occurs_twice_is_refused(self, tmp_path: Path) -> None:
        _, problem = stopped_by(written(tmp_path, "order,sku,price,price\n"))
        assert (problem.field, problem.found) == ("price", "the column occurs twice")

    def test_a_row_with_another_number_of_fields_is_bad_and_the_next_is_good(self, tmp_path: Path) -> None:
        first, second, third = rows_of(written(tmp_path, "order,sku,price\n1,A\n2,B,1,9\n3,C,1\n"))
        assert isinstance(first, BadRow)
        assert (first.problem.line, first.problem.found) == (2, "2 fields")
        assert isinstance(second, BadRow)
        assert third == Row(4, ("3", "C", "1"))

    def test_a_quote_never_closed_costs_its_own_line_only(self, tmp_path: Path) -> None:
        path = written(tmp_path, 'order,sku,price\n1,A,1\n"2,B,1\n3,C,1\n"4","D",1\n5,E,1\n')
        rows = rows_of(path)
        assert [row.values[0] for row in rows if isinstance(row, Row)] == ["1", "3", "4", "5"]
        assert [row.problem.line for row in rows if isinstance(row, BadRow)] == [3]

    def test_a_quote_open_to_the_end_of_a_large_file_costs_its_own_line_only(self, tmp_path: Path) -> None:
        lines = "".join(f"{number},B,1\n" for number in range(3, 30_000))
        rows = rows_of(written(tmp_path, f'order,sku,price\n"2,A,1\n{lines}'))
        assert [row.problem.line for row in rows if isinstance(row, BadRow)] == [2]
        assert rows[-1] == Row(29_999, ("29999", "B", "1"))

    def test_nul_a_huge_field_and_a_formula_are_bad_rows(self, tmp_path: Path) -> None:
        path = written(tmp_path, f"order,sku,price\n1,A\0,1\n2,{'B' * 40_000},1\n3,=1+1,1\n4,D,1\n")
        nul, huge, formula, good = rows_of(path)
        assert isinstance(nul, BadRow)
        assert nul.problem.found == "NUL characters"
        assert isinstance(huge, BadRow)
        assert (huge.problem.line, huge.problem.field) == (3, "sku")
        assert isinstance(formula, BadRow)
        assert isinstance(formula.problem, FormulaFound)
        assert good == Row(5, ("4", "D", "1"))

    def test_20_000_columns_are_refused_at_the_header(self, tmp_path: Path) -> None:
        header = ",".join([*COLUMNS, *(f"c{number}" for number in range(20_000))])
        before, problem = stopped_by(written(tmp_path, f"{header}\n"))
        assert before == []
        assert isinstance(problem, TooLarge)
        assert problem.found == "20003 columns"

    def test_an_endless_line_stops_the_reader_with_its_number(self, tmp_path: Path) -> None:
        _, problem = stopped_by(written(tmp_path, "order,sku,price\n1,A,1\n" + "x" * 2_000_000))
        assert isinstance(problem, TooLarge)
        assert problem.line == 3

    def test_more_rows_than_the_limit_stop_the_reader(self, tmp_path: Path) -> None:
        before, problem = stopped_by(written(tmp_path, "order,sku,price\n1,A,1\n2,A,1\n3,A,1\n"), limits=Limits(rows=2))
        assert len(before) == 2
        assert (problem.line, problem.found) == (4, "more than 2 rows")

    def test_an_empty_file_misses_its_columns(self, tmp_path: Path) -> None:
        _, problem = stopped_by(written(tmp_path, b""))
        assert isinstance(problem, MissingColumns)

    def test_a_file_that_is_not_there_says_so(self, tmp_path: Path) -> None:
        _, problem = stopped_by(tmp_path / "nothing.csv")
        assert isinstance(problem, NotReadable)

    def test_a_name_that_tells_no_format_says_which_would(self, tmp_path: Path) -> None:
        with pytest.raises(FileUnreadable, match=r"\.csv"):
            rows_of(written(tmp_path, "x", "orders.doc"))


class TestGzip:
    def test_a_gzip_file_is_known_by_its_content(self, tmp_path: Path) -> None:
        path = written(tmp_path, gzip.compress(b"order,sku,price\n1,A,1\n") + gzip.compress(b"2,B,1\n"))
        assert rows_of(path) == [Row(2, ("1", "A", "1")), Row(3, ("2", "B", "1"))]

    def test_a_truncated_gzip_gives_what_it_has_and_then_says_so(self, tmp_path: Path) -> None:
        body = "".join(f"{number},A,{number * 7919 % 997}.25\n" for number in range(20_000))
        packed = gzip.compress(f"order,sku,price\n{body}".encode())
        before, problem = stopped_by(written(tmp_path, packed[: len(packed) // 2], "lines.csv.gz"))
        assert isinstance(problem, DamagedFile)
        assert problem.found == "the gzip file ends early"
        assert problem.line == len(before) + 2
        assert len(before) > 5_000

    def test_damaged_gzip_data_is_named(self, tmp_path: Path) -> None:
        _, problem = stopped_by(written(tmp_path, b"\x1f\x8b\x08\x00" + b"\xff" * 100, "lines.csv.gz"))
        assert isinstance(problem, DamagedFile)

    def test_a_gzip_bomb_is_stopped_by_its_ratio(self, tmp_path: Path) -> None:
        packed = gzip.compress(b"order,sku,price\n" + b"1,A,1\n" * 1_000_000, compresslevel=9)
        with pytest.raises(FileUnreadable, match="times its size"):
            for _ in read_rows(
                written(tmp_path, packed, "l.csv.gz"), COLUMNS, limits=Limits(ratio_from_bytes=1_000_000)
            ):
                pass

    def test_content_larger_than_the_limit_is_stopped(self, tmp_path: Path) -> None:
        packed = gzip.compress(b"order,sku,price\n" + b"1,A,1\n" * 50_000)
        _, problem = stopped_by(written(tmp_path, packed, "l.csv.gz"), limits=Limits(unpacked_bytes=200_000))
        assert isinstance(problem, TooLarge)


def workbook(folder: Path, rows: list[list[object]], name: str = "lines.xlsx") -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.save(folder / name)
    return folder / name


def rewritten(path: Path, part: str, old: bytes, new: bytes) -> Path:
    target = path.with_name(f"rewritten-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data = source.read(name)
            archive.writestr(name, data.replace(old, new) if name == part else data)
    return target


SHEET = "xl/worksheets/sheet1.xml"


class TestXlsx:
    def test_cells_come_as_the_text_their_author_typed(self, tmp_path: Path) -> None:
        path = workbook(
            tmp_path, [["price", "order", "sku"], [2.55, 17850, "85123A"], [None, None, None], [0.1, 1.0, True]]
        )
        assert rows_of(path) == [Row(2, ("17850", "85123A", "2.55")), Row(4, ("1", "true", "0.1"))]

    def test_a_formula_is_an_error_of_its_row_and_never_evaluated(self, tmp_path: Path) -> None:
        path = workbook(tmp_path, [[*COLUMNS], ["1", "A", "=1+1"], ["2", "B", "3"]])
        bad, good = rows_of(path)
        assert isinstance(bad, BadRow)
        assert (bad.problem.line, bad.problem.field) == (2, "price")
        assert isinstance(bad.problem, FormulaFound)
        assert good == Row(3, ("2", "B", "3"))

    def test_a_sheet_is_found_by_name(self, tmp_path: Path) -> None:
        path = workbook(tmp_path, [[*COLUMNS], ["1", "A", "1"]])
        with pytest.raises(FileUnreadable, match="one of the sheets Sheet"):
            rows_of(path, FileFormat(sheet="Orders"))

    def test_a_text_file_called_xlsx_is_not_a_workbook(self, tmp_path: Path) -> None:
        _, problem = stopped_by(written(tmp_path, "order,sku,price\n", "lines.xlsx"))
        assert isinstance(problem, NotReadable)

    def test_a_zip_bomb_is_refused_from_its_directory(self, tmp_path: Path) -> None:
        path = tmp_path / "bomb.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(SHEET, b"0" * 100_000_000)
        _, problem = stopped_by(path)
        assert isinstance(problem, TooLarge)
        assert "times its size" in problem.found

    def test_a_workbook_of_too_many_parts_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "parts.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            for number in range(1_001):
                archive.writestr(f"part{number}", b"")
        _, problem = stopped_by(path)
        assert problem.found == "1001 parts in the workbook"

    def test_a_workbook_whose_texts_would_fill_the_memory_is_refused(self, tmp_path: Path) -> None:
        path = workbook(tmp_path, [[*COLUMNS], ["1", "A", "1"]])
        _, problem = stopped_by(path, limits=Limits(workbook_shared_bytes=100))
        assert problem.found == "a part beside the sheets is very large"

    def test_entities_are_refused(self, tmp_path: Path) -> None:
        path = workbook(tmp_path, [[*COLUMNS], ["1", "A", "1"]])
        bomb = b'<!DOCTYPE worksheet [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet'
        _, problem = stopped_by(rewritten(path, SHEET, b"<worksheet", bomb))
        assert isinstance(problem, DamagedFile)

    def test_a_sheet_that_lies_about_its_size_costs_nothing(self, tmp_path: Path) -> None:
        path = workbook(tmp_path, [[*COLUMNS], ["1", "A", "1"]])
        lie = rewritten(path, SHEET, b'ref="A1:C2"', b'ref="A1:XFD1048576"')
        assert rows_of(lie) == [Row(2, ("1", "A", "1"))]

    def test_20_000_columns_are_refused_at_the_header(self, tmp_path: Path) -> None:
        path = workbook(tmp_path, [[*COLUMNS, *(f"c{number}" for number in range(16_000))]])
        _, problem = stopped_by(path)
        assert problem.found == "16003 columns"

    def test_a_truncated_workbook_is_refused(self, tmp_path: Path) -> None:
        path = workbook(tmp_path, [[*COLUMNS], ["1", "A", "1"]])
        path.write_bytes(path.read_bytes()[:-200])
        _, problem = stopped_by(path)
        assert isinstance(problem, NotReadable)


class TestJson:
    def test_an_array_over_any_line_breaks_gives_the_line_of_each_item(self, tmp_path: Path) -> None:
        text = '[\n {"order": 1, "sku": "A[,\\"", "price": 2.50},\n\n {"order":2,\n "sku":"B","price":null}, {"order":3,"sku":"C"}]'
        assert rows_of(written(tmp_path, text, "l.json")) == [
            Row(2, ("1", 'A[,"', "2.50")),
            Row(4, ("2", "B", "")),
            Row(5, ("3", "C", "")),
        ]

    def test_a_large_array_on_one_line_is_streamed(self, tmp_path: Path) -> None:
        text = "[" + ",".join(f'{{"order":{n},"sku":"A\\\\","price":"1"}}' for n in range(60_000)) + "]"
        rows = rows_of(written(tmp_path, text, "l.json"))
        assert len(rows) == 60_000
        assert rows[-1] == Row(1, ("59999", "A\\", "1"))

    def test_one_object_a_line_and_a_broken_line_between(self, tmp_path: Path) -> None:
        text = '{"order":1,"sku":"A","price":1}\n{"order":2,\n{"order":3,"sku":"C","price":1e999}\n'
        first, second, third = rows_of(written(tmp_path, text, "l.jsonl"))
        assert first == Row(1, ("1", "A", "1"))
        assert isinstance(second, BadRow)
        assert second.problem.line == 2
        assert third == Row(3, ("3", "C", "1e999"))

    def test_nan_and_nested_values_and_a_bare_number_are_bad_rows(self, tmp_path: Path) -> None:
        text = (
            '[{"order":1,"sku":"A","price":NaN}, {"order":[1],"sku":"A","price":1}, 5, {"order":1,"sku":"A","price":1}]'
        )
        *bad, good = rows_of(written(tmp_path, text, "l.json"))
        assert [type(row) for row in bad] == [BadRow, BadRow, BadRow]
        assert isinstance(good, Row)

    def test_nested_fields_are_asked_for_with_a_dot(self, tmp_path: Path) -> None:
        path = written(tmp_path, '[{"address":{"city":"Hull"}}]', "l.json")
        assert list(read_rows(path, ["address.city"])) == [Row(1, ("Hull",))]

    def test_bottomless_nesting_is_refused(self, tmp_path: Path) -> None:
        _, problem = stopped_by(written(tmp_path, "[" * 1_000_000, "l.json"))
        assert (type(problem), problem.found) == (TooLarge, "nested too deeply")
        (row,) = rows_of(written(tmp_path, '{"order":' * 100_000, "l.jsonl"))
        assert isinstance(row, BadRow)

    def test_an_array_never_closed_is_named(self, tmp_path: Path) -> None:
        before, problem = stopped_by(written(tmp_path, '[{"order":1,"sku":"A","price":1},{"order"', "l.json"))
        assert len(before) == 1
        assert isinstance(problem, DamagedFile)


SQL = """
-- it's a comment
CREATE TABLE [Heads](
   [order]INTEGER NOT NULL PRIMARY KEY,
   [place]TEXT,
   FOREIGN KEY ([order]) REFERENCES [X] ([Y])
);
INSERT INTO Heads Values ('1','It''s; here'); -- not read
INSERT INTO Heads VALUES(2, NULL);
INSERT INTO [Order Lines] (order, sku, price)
VALUES(1, 'A', 2.5), (2, 'B', -1);
INSERT INTO [Order Lines] (order, sku, price) VALUES(3, 'C', load_file('/etc/passwd'));
DROP TABLE Heads;
"""


class TestSql:
    def test_literals_of_inserts_are_rows_and_nothing_is_executed(self, tmp_path: Path) -> None:
        path = written(tmp_path, SQL.replace(" -- not read", ""), "l.sql")
        first, second, third = rows_of(path, FileFormat(table="Order Lines"))
        assert (first, second) == (Row(10, ("1", "A", "2.5")), Row(10, ("2", "B", "-1")))
        assert isinstance(third, BadRow)
        assert isinstance(third.problem, UnusableRow)

    def test_a_joined_table_adds_its_columns_and_its_absence_is_a_bad_row(self, tmp_path: Path) -> None:
        path = written(tmp_path, SQL.replace(" -- not read", "").replace("(2, NULL)", "(7, NULL)"), "l.sql")
        form = FileFormat(table="Order Lines", join=Join(table="Heads", on="order"))
        first, second, _ = list(read_rows(path, ["sku", "Heads.place"], form))
        assert first == Row(10, ("A", "It's; here"))
        assert isinstance(second, BadRow)
        assert second.problem.found == "no row of Heads with order 2"
