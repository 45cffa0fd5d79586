"""Proves what counts as the ISV's own data, what merely looks like it, and what is neither."""

import pytest

from tenants.registrant.isv_data import BusinessDetails, How, IsvIdentity, find_matches

ISV = IsvIdentity(
    names=("Assent Software Inc.", "Café Système"),
    tax_ids=("12-3456789",),
    domains=("assent.example", "assent.com", "text.io"),
    phones=("+1 206 555 0142",),
    emails=("hello@assent.com", "assentsms@gmail.com"),
)
EXACT, NEAR, NEITHER = How.EXACT, How.NEAR, None

NAMES = [
    ("Assent Software Inc.", EXACT),
    ("ASSENT SOFTWARE", EXACT),
    ("assent software, l.l.c.", EXACT),
    ("Assent-Software Corporation", EXACT),
    ("Cafe Systeme GmbH", EXACT),
    ("Assentt Software", NEAR),
    ("Asent Software LLC", NEAR),
    ("Assent Sofware", NEAR),
    ("Assnet Software", NEAR),
    ("Assent", NEAR),
    ("Assent Technologies LLC", NEAR),
    ("Software Assent Inc.", NEAR),
    ("Dental Reminders by Assent Software", NEAR),
    ("Аssent Software", NEAR),  # The first letter is Cyrillic.
    ("Assent Dental", NEITHER),
    ("Assent Dental LLC", NEITHER),
    ("Assentia Veterinary Clinic", NEITHER),
    ("Software Birds LLC", NEITHER),
    ("Software Inc.", NEITHER),
    ("Absolute Software", NEITHER),
    ("Ascend Roofing", NEITHER),
    ("Maple Dental LLC", NEITHER),
    ("Birch Books Inc.", NEITHER),
    ("Café Central", NEITHER),
    ("A", NEITHER),
    ("Inc.", NEITHER),
    ("", NEITHER),
]
TAX_IDS = [
    ("12-3456789", EXACT),
    ("123456789", EXACT),
    (" 12 345 6789 ", EXACT),
    ("US123456789", EXACT),
    ("12-3456780", NEAR),
    ("12-3456798", NEAR),
    ("12-3456987", NEITHER),
    ("91-1144442", NEITHER),
    ("12345", NEITHER),
    ("", NEITHER),
]
WEBSITES = [
    ("https://assent.com", EXACT),
    ("http://WWW.Assent.com/sms?x=1", EXACT),
    ("https://maple.app.assent.com", EXACT),
    ("https://text.io/", EXACT),
    ("https://assent-sms.com", NEAR),
    ("https://www.assentsms.com", NEAR),
    ("https://myassent.com", NEAR),
    ("https://asscnt.com", NEAR),
    ("https://assent.net", NEAR),
    ("https://a55ent.com", NEAR),
    ("https://assentdental.com", NEITHER),
    ("https://assent-dental.com", NEITHER),
    ("https://consent.com", NEITHER),
    ("https://context.io", NEITHER),
    ("https://texts.io", NEITHER),
    ("https://mapledental.example", NEITHER),
    ("", NEITHER),
]
EMAILS = [
    ("hello@assent.com", EXACT),
    ("Mara@Mail.Assent.com", EXACT),
    ("AssentSMS@gmail.com", EXACT),
    ("care@assent-sms.com", NEAR),
    ("asentsms@gmail.com", NEAR),
    ("assent@gmail.com", NEITHER),
    ("care@mapledental.example", NEITHER),
    ("hello@gmail.com", NEITHER),
    ("assent.com", NEITHER),
]
PHONES = [
    ("+12065550142", EXACT),
    ("(206) 555-0142", EXACT),
    ("+12065550143", NEAR),
    ("+12065550124", NEAR),
    ("+12065550199", NEITHER),
    ("+442065550142", NEITHER),
    ("not a number", NEITHER),
]
TABLE = [
    (field, value, how)
    for field, rows in (
        ("legal_name", NAMES),
        ("tax_id", TAX_IDS),
        ("website", WEBSITES),
        ("support_email", EMAILS),
        ("support_phone", PHONES),
    )
    for value, how in rows
]


def found(isv: IsvIdentity, **details: str) -> dict[str, How]:
    """How each field matches."""
    return {match.field: match.how for match in find_matches(isv, BusinessDetails(**details))}


@pytest.mark.parametrize(("field", "value", "how"), TABLE)
def test_a_value_is_the_isvs_or_looks_like_it_or_is_neither(field, value, how) -> None:
    assert found(ISV, **{field: value}).get(field) is how


def test_every_field_of_a_business_is_compared() -> None:
    details = {
        "legal_name": "Assent Software",
        "dba_name": "Assentt Software",
        "tax_id": "123456789",
        "website": "https://assent.com",
        "support_email": "a@assent.com",
        "contact_email": "b@assent.com",
        "support_phone": "+12065550142",
        "contact_phone": "+12065550142",
    }

    assert set(found(ISV, **details)) == set(details)


def test_an_equal_value_is_told_before_one_that_is_alike() -> None:
    isv = IsvIdentity(names=("Assentt Software", "Assent Software"))

    (match,) = find_matches(isv, BusinessDetails(legal_name="Assent Software"))

    assert (match.how, match.theirs) == (How.EXACT, "Assent Software")


@pytest.mark.parametrize(
    "name", ["Text", "Sun", "Go", "ACME", "Software Solutions Inc.", "The Group"]
)
def test_a_short_or_common_name_of_the_isv_gives_no_flood(name) -> None:
    isv = IsvIdentity(names=(name,), domains=("sun.com",))
    businesses = (
        *("Texas Grill", "Sung Foods", "Gold Gym", "Acne Clinic", "Solution Tax Inc."),
        *("Sunrise Software", "Pine Group", "Test", "Sub", "Son", "Nationwide Services"),
    )

    assert [b for b in businesses if find_matches(isv, BusinessDetails(legal_name=b))] == []
    assert found(isv, website="https://son.com") == {}


def test_an_isv_that_keeps_nothing_about_itself_matches_nobody() -> None:
    isv = IsvIdentity(names=("", " "), tax_ids=("",), domains=("",), phones=("x",), emails=("",))

    assert found(isv, legal_name="Inc.", tax_id="1", support_email="a@b.co") == {}
    assert find_matches(isv, BusinessDetails()) == []
