"""Files of invitations: what can be read, what is refused in words, and how each row is judged."""

import codecs

import pytest

from tenants import spreadsheets
from tenants.people import invitation_csv
from tenants.people.invitation_csv import SheetRow, UnreadableFile
from tenants.people.invitation_rows import judge

TEXT = "email,business_name\nmara@maple.example,Maple Dentäl\n"


def rows(text: str) -> list[SheetRow]:
    """Read a file that is plain UTF-8."""
    return invitation_csv.read(text.encode())


def row(**cells: str) -> SheetRow:
    """A row that is fine but for the given cells."""
    return SheetRow(2, {"email": "mara@maple.example", "business_name": "Maple Dental", **cells})


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        ("sep=,\r\n" + TEXT).encode(),
        TEXT.replace("email,business_name", "E-Mail,Business name").encode(),
        TEXT.replace("mara@", "'mara@").encode(),
        TEXT.replace("Maple Dentäl", '"Maple Dentäl"').encode(),
        TEXT.replace("Maple Dentäl", "Maple Dentäl,,").encode(),
    ],
)
def test_a_file_is_read_however_a_spreadsheet_saved_it(data: bytes) -> None:
    [found] = invitation_csv.read(data)

    assert (found.number, found.surplus) == (2, 0)
    assert found.values == {"email": "mara@maple.example", "business_name": "Maple Dentäl"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"email,business_name\n", "no rows"),
        (TEXT.encode("cp1252"), "not in UTF-8"),
        (TEXT.encode("utf-16-le"), "UTF-8"),
        (TEXT.replace("Maple", "Ma\0ple").encode(), "NUL"),
        (b"email,business_name,colour,Size\na@b.example,B,red,9\n", "“colour”, “Size”"),
        (b"email,business_name,E-Mail\na@b.example,B,c\n", "twice: email"),
        # Counting each of a million headings anew would take hours.
        (b"email," * 800_000, "twice: email"),
        (b"email,website\na@b.example,b.example\n", "missing: business_name"),
        (b"a@b.example,Maple\n", "“a@b.example”"),
        (b'email,business_name\na@b.example,"Maple\n', "Row 2 cannot be read"),
        (b"email,business_name\na@b.example," + b"x" * 3000, "row 2 has more than 2000"),
        (b"email,business_name\n" + b"a@b.example,B\n" * 20_001, "more than 20000 rows"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (b"\xff\xfea", "not in UTF-8"),
        (b"email,business_name\na@b.example," + b"x" * 140_000, "row 2|Row 2"),
    ],
    ids=range(17),
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        invitation_csv.read(data)


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    found = rows('email,business_name\n\na@b.example,"B\nand sons"\nc@d.example,D\n')

    assert [each.number for each in found] == [3, 4]


def test_a_repeated_address_names_the_row_that_has_it_first() -> None:
    found = rows("email,business_name\na@b.example,B\nc@d.example,D\nA@B.example,E\n")

    assert [each.twin for each in found] == [None, None, 2]
    assert judge(found[2]).errors == ["email: The same address stands in row 2."]


def test_the_template_can_be_read_and_its_example_is_right() -> None:
    [example] = rows(invitation_csv.template())

    assert judge(example).errors == []
    assert set(example.values) == set(invitation_csv.COLUMNS)


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("email", "", "Fill this in"),
        ("email", "mara", "e-mail address like"),
        ("business_name", "", "Fill this in"),
        ("business_name", "n/a", "real answer"),
        ("business_name", "x" * 101, "at most 100"),
        ("tax_id", "123", "nine digits"),
        ("website", "javascript:alert(1)", "web address"),
        ("website", "http://localhost", "cannot open"),
        ("support_phone", "12", "phone number"),
        ("country", "Germany", "two letters"),
        ("entity_type", "guild", "PRIVATE_PROFIT"),
        ("vertical", "dentists", "HEALTHCARE"),
        ("postal_code", "9" * 21, "at most 20"),
    ],
)
def test_an_error_names_its_column_and_says_what_is_wrong(
    column: str, cell: str, sentence: str
) -> None:
    [error] = judge(row(**{column: cell})).errors

    assert error.startswith(f"{column}: ")
    assert sentence in error


def test_details_are_tidied_for_the_set_up() -> None:
    judged = judge(
        row(
            tax_id="12-3456789", website="Maple.com", entity_type="private profit", country="us",
            support_phone="(206) 555-0100", vertical="",
        )
    )  # fmt: skip

    assert judged.errors == []
    assert judged.details == {
        "tax_id": "123456789",
        "website": "https://maple.com",
        "entity_type": "PRIVATE_PROFIT",
        "country": "US",
        "support_phone": "+12065550100",
    }


def test_every_error_of_a_row_is_told_at_once() -> None:
    found = SheetRow(9, {"email": "x", "business_name": "", "tax_id": "1"}, twin=3, surplus=2)

    assert len(judge(found).errors) == 5


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\tx", "\rx", "＝1"])
def test_nothing_that_goes_out_is_a_formula(cell: str) -> None:
    assert spreadsheets.safe(cell) == f"'{cell}"


def test_a_phone_number_goes_out_as_it_is() -> None:
    assert spreadsheets.safe("+12065550100") == "+12065550100"
