"""What is taken away of a filing: the same answers everywhere, and an honest list of what lacks."""

import csv
import hashlib
import io
import json
import zipfile

import pypdfium2 as pdfium
import pytest
from django.test import Client
from django.urls import reverse

from consent.models import Program
from registrations import drafting
from registrations.exports import facts, providers
from registrations.exports.bundle import SUMS, bundle
from registrations.exports.dossier import dossier
from registrations.exports.facts import Fact
from registrations.exports.neutral import as_json
from registrations.exports.sheets import Column, Fit, Form, Provider, Sheet, filled
from registrations.exports.submission import Line, Submission, submission_of
from registrations.exports.tables import as_csv, sheets_of, without_form
from registrations.models import Registration, RegistrationType
from registrations.types import Kind
from tenants.models import Tenant
from tenants.scoping import tenant_scope
from tests.registrations.filings import ALICE, VOLUME, accepted, drafted, handed_in

TOLL_FREE, CAMPAIGN = RegistrationType.TOLL_FREE, RegistrationType.TEN_DLC_CAMPAIGN

pytestmark = pytest.mark.usefixtures("forms", "evidence", "nudges")


def taken(tenant: Tenant, registration: Registration, *, reveal: bool = True) -> Submission:
    with tenant_scope(tenant.pk):
        found = Registration.objects.get(pk=registration.pk)
        return submission_of(found.current, reveal=reveal)


def sheet_of(tenant: Tenant, submission: Submission, code: str) -> Sheet:
    with tenant_scope(tenant.pk):
        return next(s for s in sheets_of(submission) if s.provider.code == code)


def words_of(pdf: bytes) -> str:
    pages = pdfium.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def answer_of(submission: Submission, path: str) -> Line:
    found = submission.answer(path)
    assert found is not None
    return found


def cell(sheet: Sheet, field: str) -> tuple[str, Fit]:
    return next((c.value, c.fit) for c in sheet.cells if c.field == field)


def test_a_draft_is_taken_as_it_would_be_sent(tenant: Tenant, program: Program) -> None:
    registration = drafted(tenant, TOLL_FREE, program)

    found = taken(tenant, registration)

    assert not found.is_sent
    name = answer_of(found, "companyInfo.companyName")
    assert (name.text, name.source) == ("Maple Dental LLC", "Company details")


def test_a_filed_round_stays_as_it_was_sent_whatever_the_company_says_later(
    tenant: Tenant, program: Program
) -> None:
    registration = accepted(tenant, TOLL_FREE, program)
    with tenant_scope(tenant.pk):
        type(program).objects.update(name="Another name")
        registration.brand.__class__.objects.update(legal_name="Birch Dental LLC")

    found = taken(tenant, registration)

    assert found.is_sent
    assert answer_of(found, "companyInfo.companyName").text == "Maple Dental LLC"
    assert answer_of(found, "companyInfo.taxId").text.isdigit()


def test_tax_ids_are_masked_wherever_they_are_not_revealed(
    tenant: Tenant, program: Program
) -> None:
    registration = accepted(tenant, TOLL_FREE, program)
    secret = answer_of(taken(tenant, registration), "companyInfo.taxId")

    with tenant_scope(tenant.pk):
        found = submission_of(Registration.objects.get(pk=registration.pk).current, reveal=False)
        told = [as_json(found), *(as_csv(sheet) for sheet in sheets_of(found))]
        told.append(words_of(dossier(found)))

    assert not any(secret.text in each for each in told)


def test_a_form_that_asks_for_no_tax_id_tells_none(tenant: Tenant, program: Program) -> None:
    registration = drafted(tenant, CAMPAIGN, program)

    with tenant_scope(tenant.pk):
        found = submission_of(Registration.objects.get(pk=registration.pk).current, reveal=False)
        assert found.answer("companyInfo.taxId") is None
        told = facts.facts_of(found)["business.tax_id"]

    assert isinstance(told, str)
    assert told.startswith("•••")


def test_the_dossier_holds_answers_texts_and_hashes(tenant: Tenant, program: Program) -> None:
    registration = handed_in(tenant, TOLL_FREE, program)
    found = taken(tenant, registration)

    with tenant_scope(tenant.pk):
        text = words_of(dossier(found))

    picture = answer_of(found, "messagingUseCase.optInImage").picture
    assert picture is not None
    for part in ("Maple Dental LLC", "Reply STOP", picture.sha256, "draft, not handed in"):
        assert part in text


def test_the_archive_checks_by_its_own_list_of_hashes(tenant: Tenant, program: Program) -> None:
    registration = handed_in(tenant, TOLL_FREE, program)
    found = taken(tenant, registration)

    with tenant_scope(tenant.pk):
        archive = zipfile.ZipFile(io.BytesIO(bundle(found)))

    lines = [line.split("  ") for line in archive.read(SUMS).decode().splitlines()]
    listed = {name: digest for digest, name in lines}
    assert set(listed) == set(archive.namelist()) - {SUMS}
    assert {"dossier.pdf", "submission.json", "sheets/twilio.csv"} <= set(listed)
    assert any(name.startswith("pictures/01-") for name in listed)
    for name, digest in listed.items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest


def test_the_json_carries_answers_by_path_and_facts_by_name(
    tenant: Tenant, program: Program
) -> None:
    registration = handed_in(tenant, TOLL_FREE, program)

    with tenant_scope(tenant.pk):
        found = json.loads(as_json(taken(tenant, registration)))

    paths = {answer["path"]: answer for answer in found["answers"]}
    assert paths["messagingUseCase.monthlyMessageVolume"]["choices"] == ["1,000"]
    assert len(paths["messagingUseCase.optInImage"]["sha256"]) == 64
    assert found["facts"]["program.monthly_volume"] == "1,000"


def test_what_was_typed_over_our_facts_reaches_the_sheets(tenant: Tenant, program: Program) -> None:
    registration = drafted(tenant, TOLL_FREE, program)
    said = "Maple Dental reminds its patients of their appointments, twice before each."
    with tenant_scope(tenant.pk):
        typed = {"messagingUseCase.useCaseDetails": said}
        drafting.save_answers(registration.pk, answers={**VOLUME, **typed}, actor=ALICE)

    sheet = sheet_of(tenant, taken(tenant, registration), "twilio")

    assert cell(sheet, "UseCaseSummary") == (said, Fit.GIVEN)
    assert cell(sheet, "OptInType") == ("WEB_FORM", Fit.GIVEN)
    assert cell(sheet, "MessageVolume") == ("1,000", Fit.CHECK)
    assert cell(sheet, "TollfreePhoneNumberSid") == ("", Fit.THEIRS)


@pytest.mark.parametrize("code", ["twilio", "telnyx", "bandwidth", "tcr"])
@pytest.mark.parametrize("kind", [CAMPAIGN, RegistrationType.TEN_DLC_BRAND])
def test_every_provider_has_sheets_for_10dlc(
    tenant: Tenant, program: Program, code: str, kind: str
) -> None:
    registration = drafted(tenant, kind, program)

    sheet = sheet_of(tenant, taken(tenant, registration), code)

    assert len(sheet.cells) > 12
    assert {each.fit for each in sheet.missing} <= {Fit.MISSING, Fit.CUT}
    rows = list(csv.reader(io.StringIO(as_csv(sheet))))
    assert rows[0] == ["field", "value", "state", "note"]
    assert len(rows) == 1 + len(sheet.cells) + len(sheet.lost)


def test_the_registry_has_no_form_for_toll_free(tenant: Tenant, program: Program) -> None:
    found = taken(tenant, drafted(tenant, TOLL_FREE, program))

    assert [provider.code for provider in without_form(found)] == ["tcr"]


def test_a_sheet_says_what_is_missing_cut_and_lost() -> None:
    form = Form(
        "Form",
        frozenset({Kind.CAMPAIGN}),
        (
            Column("name", "business.legal_name", required=True, longest=5),
            Column("ein", "business.tax_id", required=True),
            Column("fax", "business.fax"),
            Column("sample2", "program.samples#2"),
            Column("sid"),
        ),
        "a test",
    )
    known: dict[str, Fact] = {
        "business.legal_name": "Maple Dental",
        "program.samples": ("one", "two"),
        "program.volume": "10",
    }

    sheet = filled(Provider("x", "X", (form,)), form, known)

    assert [(c.value, c.fit) for c in sheet.cells] == [
        ("Maple", Fit.CUT), ("", Fit.MISSING), ("", Fit.EMPTY), ("two", Fit.GIVEN),
        ("", Fit.THEIRS),
    ]  # fmt: skip
    assert [c.field for c in sheet.missing] == ["name", "ein"]
    assert sheet.lost == (("program.volume", "10"),)


def test_every_field_of_a_provider_stands_once_and_every_fact_has_a_name() -> None:
    known = set(facts.NEUTRAL.values()) | {
        "program.samples", "program.opt_in_pictures", "program.name", "program.numbers",
    }  # fmt: skip
    for provider in providers.PROVIDERS:
        for form in provider.forms:
            fields = [column.field for column in form.columns]
            used = {column.fact.partition("#")[0] for column in form.columns if column.fact}
            assert len(fields) == len(set(fields)), form
            assert used <= known, form


@pytest.mark.parametrize("file", ["dossier", "archive", "submission", "twilio"])
def test_a_member_downloads_each_file(
    as_alice: Client, tenant: Tenant, program: Program, file: str
) -> None:
    registration = drafted(tenant, TOLL_FREE, program)

    answer = as_alice.get(reverse("registrations:export_file", args=[registration.pk, 1, file]))

    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert answer.content


def test_the_page_lists_what_is_missing_for_each_provider(
    as_alice: Client, tenant: Tenant, program: Program
) -> None:
    registration = drafted(tenant, TOLL_FREE, program)

    page = as_alice.get(reverse("registrations:export", args=[registration.pk, 1])).content.decode()

    assert "Twilio: Toll-free verification" in page
    assert "The Campaign Registry" in page


@pytest.mark.parametrize("file", ["dossier", "archive"])
def test_staff_take_a_filing_away_with_its_tax_id(
    as_dana: Client, tenant: Tenant, program: Program, file: str
) -> None:
    registration = handed_in(tenant, TOLL_FREE, program)

    answer = as_dana.get(
        reverse("admin:registrations_registration_export", args=[registration.pk]), {"file": file}
    )

    assert answer.status_code == 200
    with tenant_scope(tenant.pk):
        known = answer_of(taken(tenant, registration), "companyInfo.taxId").text
    assert file == "archive" or known in words_of(answer.content)
