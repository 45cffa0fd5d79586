"""The company details' page as an owner, a viewer and an outsider meet it."""

from django.test import Client

from tenants.models import Brand, Tenant
from tenants.scoping import tenant_scope
from tests.builders import make_brand
from tests.tenants.brand_data import answers

SOUND = {"support_phone": "+1 206 455 0100"}


def stored(tenant: Tenant) -> Brand | None:
    """The tenant's saved details."""
    with tenant_scope(tenant.pk):
        return Brand.objects.first()


def test_an_owner_saves_sound_details_and_goes_home(as_alice: Client, tenant: Tenant) -> None:
    answer = as_alice.post("/brand/", answers(**SOUND))
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"
    assert stored(tenant).legal_name == "Maple Dental, LLC"  # type: ignore[union-attr]


def test_doubtful_details_are_saved_and_pointed_out(as_alice: Client, tenant: Tenant) -> None:
    answer = as_alice.post("/brand/", answers(support_email="maple@gmail.com"), follow=True)
    page = answer.content.decode()
    assert "Your company details are saved." in page
    assert "maple@gmail.com is at a public mail provider" in page
    assert 'href="#id_support_email"' in page


def test_wrong_answers_come_back_with_their_sentences(as_alice: Client, tenant: Tenant) -> None:
    page = as_alice.post("/brand/", answers(tax_id="12", legal_name="Kept")).content.decode()
    assert "An EIN has nine digits, such as 12-3456789." in page
    assert 'value="Kept"' in page
    assert stored(tenant) is None


def test_the_page_says_what_the_details_are_for(as_alice: Client) -> None:
    page = as_alice.get("/brand/", follow=True).content.decode()
    assert "What these details are used for" in page


def test_the_tax_number_is_on_no_page(as_alice: Client, as_bob: Client, tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        make_brand(tax_id="911144442")
    for browser in (as_alice, as_bob):
        page = browser.get("/brand/").content.decode()
        assert "••••••442" in page
        assert "911144442" not in page


def test_a_viewer_reads_but_gets_no_form(as_bob: Client, tenant: Tenant) -> None:
    with tenant_scope(tenant.pk):
        make_brand()
    page = as_bob.get("/brand/").content.decode()
    assert "Maple Dental LLC" in page
    assert "BRAND-PHONE" in page
    assert 'name="legal_name"' not in page
    assert "#id_" not in page


def test_a_viewer_of_nothing_is_told_who_fills_it_in(as_bob: Client) -> None:
    assert "An owner or editor fills them in." in as_bob.get("/brand/").content.decode()


def test_a_viewer_cannot_save(as_bob: Client, tenant: Tenant) -> None:
    assert as_bob.post("/brand/", answers()).status_code == 403
    assert stored(tenant) is None


def test_an_outsider_sees_and_changes_only_their_own(
    as_charlie: Client, tenant: Tenant, other_tenant: Tenant
) -> None:
    with tenant_scope(tenant.pk):
        make_brand()
    assert "Maple Dental LLC" not in as_charlie.get("/brand/").content.decode()
    as_charlie.post("/brand/", answers(**SOUND, legal_name="Birch Books LLC"))
    assert stored(tenant).legal_name == "Maple Dental LLC"  # type: ignore[union-attr]
    assert stored(other_tenant).legal_name == "Birch Books LLC"  # type: ignore[union-attr]


def test_two_people_who_edit_at_once_see_both_versions(as_alice: Client, tenant: Tenant) -> None:
    as_alice.post("/brand/", answers(**SOUND))
    as_alice.post("/brand/", answers(**SOUND, revision=1, city="Tacoma"))
    answer = as_alice.post("/brand/", answers(**SOUND, revision=1, city="Olympia"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "alice@mapledental.example saved them." in page
    assert '<td data-label="Saved now" dir="auto">Tacoma</td>' in page
    assert '<td data-label="Yours" dir="auto">Olympia</td>' in page
    assert 'name="revision" value="2"' in page
    assert stored(tenant).city == "Tacoma"  # type: ignore[union-attr]


def test_after_a_conflict_saving_again_decides(as_alice: Client, tenant: Tenant) -> None:
    as_alice.post("/brand/", answers(**SOUND))
    as_alice.post("/brand/", answers(**SOUND, revision=2, city="Olympia"))
    as_alice.post("/brand/", answers(**SOUND, revision=1, tax_id="••••••442", city="Olympia"))
    assert stored(tenant).city == "Olympia"  # type: ignore[union-attr]
    assert stored(tenant).tax_id == "911144442"  # type: ignore[union-attr]
