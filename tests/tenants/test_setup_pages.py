"""The guided set-up as people meet it: one thing per page, going on, the check, two at once."""

from typing import Any

import pytest
from django.test import Client

from tenants.company import setup
from tenants.isv import white_label
from tenants.models import Brand, Membership, Role, Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_brand, make_user
from tests.conftest import signed_in
from tests.tenants.brand_data import STEPS, answers


def post(browser: Client, slug: str, *, revision: int | None = None, **changes: Any) -> Any:
    """Send a step with right answers but for these, as of the revision on its page."""
    path = f"/setup/company/{slug}/"
    if revision is None:
        revision = browser.get(path).context["revision"]
    fields = {name: answers()[name] for name in STEPS.get(slug, ())}
    return browser.post(path, {**fields, "revision": revision, **changes})


def complete(browser: Client, **changes: Any) -> Any:
    """Answer every step and return the last answer."""
    for slug, fields in STEPS.items():
        mine = {name: value for name, value in changes.items() if name in fields}
        answer = post(browser, slug, **mine)
        assert answer.status_code == 302, answer.content.decode()
    return answer


def stored(tenant: Tenant) -> Brand | None:
    """The tenant's saved details."""
    with tenant_scope(tenant.pk):
        return Brand.objects.first()


def kept(tenant: Tenant) -> dict[str, str]:
    """The answers so far."""
    with tenant_scope(tenant.pk):
        return setup.answers()


def test_without_details_the_company_page_leads_to_the_set_up(as_alice: Client) -> None:
    assert as_alice.get("/brand/").headers["Location"] == "/setup/"
    page = as_alice.get("/setup/").text
    assert "You have completed 0 of 6 steps." in page
    assert 'href="/setup/company/kind/"' in page
    assert '<a href="/brand/" aria-current="page"' in page
    assert "What these details are used for" in page


def test_each_step_leads_to_the_next_and_the_last_to_the_check(as_alice: Client) -> None:
    assert post(as_alice, "kind").headers["Location"] == "/setup/company/legal/"
    assert complete(as_alice).headers["Location"] == "/setup/company/check/"


def test_set_up_is_taken_up_where_it_stopped(as_alice: Client) -> None:
    post(as_alice, "kind")
    page = as_alice.get("/setup/").text
    assert "You have completed 1 of 6 steps." in page
    assert 'href="/setup/company/legal/"' in page


def test_a_wrong_answer_comes_back_with_its_sentence(as_alice: Client, tenant: Tenant) -> None:
    answer = post(as_alice, "legal", tax_id="12", legal_name="Kept LLC")
    assert "An EIN has nine digits" in answer.text
    assert 'value="Kept LLC"' in answer.text
    assert "<title>Error:" in answer.text
    assert kept(tenant) == {}


def test_the_check_shows_every_answer_and_saves_on_confirmation(
    as_alice: Client, tenant: Tenant
) -> None:
    complete(as_alice)
    page = as_alice.get("/setup/company/check/")
    for shown in ("Maple Dental, LLC", "••••••442", "Health care", "United States", "Seattle"):
        assert shown in page.text
    assert "911144442" not in page.text
    assert 'href="/setup/company/legal/#id_tax_id"' in page.text
    revision = page.context["form"]["revision"].value()
    refused = as_alice.post("/setup/company/check/", {"revision": revision})
    assert "Confirm this once you have read every line." in refused.text
    assert stored(tenant) is None
    done = as_alice.post("/setup/company/check/", {"revision": revision, "statement": "on"})
    assert done.headers["Location"] == "/"
    assert stored(tenant).legal_name == "Maple Dental, LLC"  # type: ignore[union-attr]


def test_the_check_points_out_what_looks_doubtful(as_alice: Client) -> None:
    complete(as_alice, support_email="maple@gmail.com", dba_name="Mapel Dental")
    page = as_alice.get("/setup/company/check/").text
    assert "maple@gmail.com is at a public mail provider" in page
    assert 'href="/setup/company/customers/#id_support_email"' in page
    assert "<ins>" in page
    assert "<del>" in page


def test_the_check_waits_for_every_step(as_alice: Client) -> None:
    post(as_alice, "kind")
    assert as_alice.get("/setup/company/check/").headers["Location"] == "/setup/"


def test_a_change_from_the_check_returns_to_it(as_alice: Client, tenant: Tenant) -> None:
    complete(as_alice)
    answer = post(as_alice, "address", city="Bellevue")
    assert answer.headers["Location"] == "/setup/company/check/"
    assert kept(tenant)["city"] == "Bellevue"


def test_answers_changed_under_the_reader_are_read_again(as_alice: Client, tenant: Tenant) -> None:
    complete(as_alice)
    revision = as_alice.get("/setup/company/check/").context["form"]["revision"].value()
    post(as_alice, "address", city="Bellevue")
    answer = as_alice.post(
        "/setup/company/check/", {"revision": revision, "statement": "on"}, follow=True
    )
    assert "Somebody changed an answer while you were reading." in answer.text
    assert stored(tenant) is None


def test_two_people_on_one_step_see_both_versions(as_alice: Client, tenant: Tenant) -> None:
    jon = make_user("jon@mapledental.example")
    Membership.objects.create(tenant=tenant, user=jon, role=Role.EDITOR)
    post(signed_in(jon), "address", revision=0, city="Tacoma")
    answer = post(as_alice, "address", revision=0, city="Olympia")
    assert answer.status_code == 409
    assert "jon@mapledental.example saved them." in answer.text
    assert '<td data-label="Saved now" dir="auto">Tacoma</td>' in answer.text
    assert '<td data-label="Yours" dir="auto">Olympia</td>' in answer.text
    assert 'name="revision" value="1"' in answer.text
    assert post(as_alice, "address", revision=1, city="Olympia").status_code == 302
    assert kept(tenant)["city"] == "Olympia"


def test_the_tax_number_is_shown_by_its_end_and_kept(as_alice: Client, tenant: Tenant) -> None:
    post(as_alice, "legal")
    page = as_alice.get("/setup/company/legal/").text
    assert "••••••442" in page
    assert "911144442" not in page
    post(as_alice, "legal", tax_id="••••••442", legal_name="Maple Dental LLC")
    assert kept(tenant)["tax_id"] == "911144442"


def test_a_number_of_unknown_form_is_kept_on_the_members_word(
    as_alice: Client, tenant: Tenant
) -> None:
    post(as_alice, "kind", tax_id_country="GB")
    page = as_alice.get("/setup/company/legal/").text
    assert "Company number (Companies House)" in page
    assert "tax_id_confirmed" not in page
    refused = post(as_alice, "legal", tax_id="1234567")
    assert "I have compared it with the official document" in refused.text
    assert post(as_alice, "legal", tax_id="1234567", tax_id_confirmed="on").status_code == 302
    assert kept(tenant)["tax_id_confirmed"] == "yes"


def test_the_address_asks_for_what_its_country_has(as_alice: Client) -> None:
    post(as_alice, "kind", tax_id_country="IE")
    page = as_alice.get("/setup/company/address/").text
    assert "Eircode" in page
    assert "Co. Carlow" in page
    path = "/setup/company/address/"
    abroad = as_alice.post(path, {"country": "CA", "street": "1 Main Street", "refresh": "1"}).text
    assert "British Columbia" in abroad
    assert 'value="1 Main Street"' in abroad
    assert "There is a problem" not in abroad


def test_only_a_listed_company_finds_the_listing(as_alice: Client) -> None:
    assert as_alice.get("/setup/company/listing/").status_code == 404
    post(as_alice, "kind", entity_type="PUBLIC_PROFIT")
    assert "(optional)" not in as_alice.get("/setup/company/listing/").text
    empty = post(as_alice, "listing", stock_symbol="", stock_exchange="")
    assert "Fill this in." in empty.text


def test_the_page_says_who_filled_it_in(as_alice: Client, tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        setup.prefill({"legal_name": "Maple Dental, LLC"})
    words = f"Filled in by {white_label.current().name}; check every line."
    for path in ("/setup/", "/setup/company/legal/"):
        assert words in as_alice.get(path).text
    assert 'value="Maple Dental, LLC"' in as_alice.get("/setup/company/legal/").text
    assert "Filled in by" not in as_alice.get("/setup/company/kind/").text


@pytest.mark.parametrize("path", ["/setup/", "/setup/company/kind/", "/setup/company/check/"])
def test_once_saved_the_set_up_leads_to_the_details(
    as_alice: Client, tenant: Tenant, path: str
) -> None:
    with tenant_scope(tenant.pk):
        make_brand()
    assert as_alice.get(path).headers["Location"] == "/brand/"


@pytest.mark.parametrize("path", ["/setup/", "/setup/company/kind/", "/setup/company/check/"])
def test_a_viewer_sets_nothing_up(as_bob: Client, tenant: Tenant, path: str) -> None:
    assert as_bob.get(path).status_code == 403
    assert as_bob.post("/setup/company/kind/", answers()).status_code == 403
    assert kept(tenant) == {}


def test_another_business_sees_nothing_of_it(as_alice: Client, as_charlie: Client) -> None:
    complete(as_alice)
    assert "442" not in as_charlie.get("/setup/company/legal/").text
    assert "Seattle" not in as_charlie.get("/setup/company/address/").text
