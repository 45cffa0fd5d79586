"""The portal wears the ISV's name, colour and logo, and mails from its address."""

import io
from typing import Any

import pytest
import redis
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tenants.events import Actor
from tenants.isv import colours, logos, white_label
from tenants.models import IsvSettings, IsvSettingsChange
from tests.consent import images

SYSTEM = Actor.system("test")


@pytest.mark.django_db
def test_without_a_row_the_environment_speaks(settings: Any) -> None:
    settings.ISV_NAME, settings.OPEN_SIGN_UP = "Maple", False
    settings.DEFAULT_FROM_EMAIL = "Maple <mail@maple.example>"

    current = white_label.current()

    assert (current.name, current.open_sign_up) == ("Maple", False)
    assert current.sender == "Maple <mail@maple.example>"
    assert (current.accent, current.logo_url, current.requires_mfa) == ("", "", False)


@pytest.mark.django_db
def test_a_saved_name_reaches_the_very_next_page(django_capture_on_commit_callbacks: Any) -> None:
    white_label.current()

    with django_capture_on_commit_callbacks(execute=True):
        white_label.save({"name": "Cedar", "open_sign_up": False}, actor=SYSTEM)

    assert white_label.current().name == "Cedar"
    assert white_label.current().open_sign_up is False
    assert white_label.current().sender.startswith("Cedar <")


@pytest.mark.django_db
def test_the_row_is_read_once_a_minute(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        white_label.current()
        white_label.current()


@pytest.mark.django_db
def test_without_redis_the_row_still_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    IsvSettings.objects.create(name="Cedar")

    def away(*args: Any, **kwargs: Any) -> None:
        raise redis.ConnectionError

    for name in ("get", "set"):
        monkeypatch.setattr(type(cache._connections["default"]), name, away)  # type: ignore[attr-defined]

    assert white_label.current().name == "Cedar"


@pytest.mark.django_db
def test_every_change_of_the_row_is_kept() -> None:
    white_label.save({"name": "Cedar"}, actor=SYSTEM)
    white_label.save({"name": "Birch"}, actor=SYSTEM)

    names = list(IsvSettingsChange.objects.order_by("pgh_id").values_list("name", flat=True))
    assert names[-2:] == ["Cedar", "Birch"]


@pytest.mark.parametrize(
    ("accent", "is_legible"),
    [
        ("#0b5cad", True),
        ("#12263c", True),
        ("#000000", True),
        ("#ff6600", False),
        ("#ffdd00", False),
    ],
)
def test_a_colour_must_be_legible_and_the_nearest_that_is_is_named(
    accent: str, is_legible: bool
) -> None:
    nearest = colours.nearest_legible(accent)

    assert colours.is_legible(accent) is is_legible
    assert (nearest == accent) is is_legible
    assert colours.contrast(nearest, "#ffffff") >= colours.LEAST_CONTRAST


@settings(max_examples=40, deadline=None)
@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_every_colour_has_legible_shades_on_light_and_on_dark(accent: str) -> None:
    legible = colours.nearest_legible(accent)
    night = colours.dark(legible)

    assert colours.is_legible(legible)
    for surface in ("#0d1217", "#161d25", "#1f2832", night.wash):
        assert colours.contrast(night.accent, surface) >= colours.LEAST_CONTRAST
    assert colours.contrast(night.on, night.accent) >= colours.LEAST_CONTRAST
    assert colours.contrast("#ffffff", colours.light(legible).deep) >= colours.LEAST_CONTRAST


@pytest.mark.django_db
def test_the_colour_comes_as_a_style_sheet_that_never_changes(client: Client) -> None:
    IsvSettings.objects.create(accent="#7a1fa2")

    page = client.get("/accounts/login/").content.decode()
    address = white_label.current().css_url
    sheet = client.get(address)

    assert f'<link rel="stylesheet" href="{address}">' in page
    assert b"--accent:#7a1fa2" in sheet.content
    assert "immutable" in sheet["Cache-Control"]
    assert (sheet["Content-Type"], sheet["X-Content-Type-Options"]) == (
        "text/css; charset=utf-8",
        "nosniff",
    )


@pytest.mark.django_db
def test_without_a_colour_nothing_is_linked(client: Client) -> None:
    assert b"/isv-" not in client.get("/accounts/login/").content


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/isv-7a1fa2-00000000.css", "/isv-}body{-00000000.css", "/isv-x-y.css", "/isv-zzzzzz-1.css"],
)
def test_a_sheet_of_another_making_is_unknown(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["logo-1.png", "..%2Fsecret", "logo-" + "0" * 32 + ".png", "x.svg"])
def test_no_other_file_is_served_as_a_logo(client: Client, key: str) -> None:
    assert client.get(f"/isv/{key}").status_code == 404


def staff_form(**fields: Any) -> dict[str, Any]:
    """The admin's form with nothing set but `fields`."""
    empty = dict.fromkeys(
        ("name", "support_email", "accent", "sender_name", "sender_email", "open_sign_up"), ""
    )
    return {**empty, "open_sign_up": "unknown", **fields}


ADD = "/admin/tenants/isvsettings/add/"


@pytest.mark.django_db
def test_staff_dress_the_portal_in_the_admin(
    as_dana: Client, django_capture_on_commit_callbacks: Any
) -> None:
    logo = SimpleUploadedFile("logo.png", images.saved(images.noise(900, 300), "PNG"))

    with django_capture_on_commit_callbacks(execute=True):
        as_dana.post(ADD, staff_form(name="Cedar", accent="#7A1FA2", logo=logo))

    current = white_label.current()
    assert (current.name, current.accent) == ("Cedar", "#7a1fa2")
    shown = Client().get(current.logo_url)
    assert shown["Content-Type"] == "image/png"
    assert shown["X-Content-Type-Options"] == "nosniff"
    page = Client().get("/accounts/login/").content.decode()
    assert f'src="{current.logo_url}" alt="Cedar"' in page
    assert "Cedar staff" in as_dana.get("/admin/").content.decode()


@pytest.mark.django_db
def test_a_logo_is_drawn_anew_small_and_can_be_removed(
    as_dana: Client, django_capture_on_commit_callbacks: Any
) -> None:
    logo = images.saved(Image.new("RGBA", (3000, 300), "#7a1fa280"), "PNG")
    IsvSettings.objects.create(logo_key=logos.keep(logo))
    kept = Image.open(io.BytesIO(Client().get(white_label.current().logo_url).content))
    assert kept.size == (1200, 120)

    with django_capture_on_commit_callbacks(execute=True):
        as_dana.post("/admin/tenants/isvsettings/1/change/", staff_form(removes_logo="on"))

    assert white_label.current().logo_url == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"accent": "#ff6600"}, "The nearest colour that passes is #b84900."),
        ({"accent": "red"}, "Write a colour as # and six hex digits."),
        ({"sender_email": "nobody"}, "Enter a valid email address."),
    ],
)
def test_what_would_not_work_is_refused_with_a_sentence(
    as_dana: Client, fields: Any, said: str
) -> None:
    page = as_dana.post(ADD, staff_form(**fields)).content.decode()

    assert said in page
    assert not IsvSettings.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", images.HOSTILE)
def test_hostile_logos_are_refused(as_dana: Client, name: str) -> None:
    logo = SimpleUploadedFile("logo.png", images.HOSTILE[name]())

    assert as_dana.post(ADD, staff_form(logo=logo)).status_code == 200
    assert not IsvSettings.objects.exists()


@pytest.mark.django_db
def test_members_cannot_dress_the_portal(as_alice: Client) -> None:
    assert as_alice.post(ADD, staff_form(name="Mine")).status_code == 302
    assert not IsvSettings.objects.exists()


@pytest.mark.django_db
def test_mails_come_from_the_sender_that_staff_set(client: Client, mailoutbox: Any) -> None:
    IsvSettings.objects.create(name="Cedar", sender_name="Cedar Texts", sender_email="a@cedar.com")
    fields = {"email": "new@people.example", "password1": "correct horse battery staple"}

    client.post("/accounts/signup/", fields)

    assert mailoutbox[0].from_email == "Cedar Texts <a@cedar.com>"
    assert "Cedar" in mailoutbox[0].subject
    assert "Cedar" in mailoutbox[0].body


@pytest.mark.django_db
def test_the_api_calls_itself_by_the_portals_name(client: Client, api_secret: str) -> None:
    IsvSettings.objects.create(name="Cedar")

    schema = client.get("/api/v1/schema", headers={"Authorization": f"Bearer {api_secret}"})

    assert b"title: Cedar API" in schema.content


def test_pages_about_our_own_failures_need_no_database(settings: Any) -> None:
    settings.ISV_NAME = "Maple"

    assert white_label.without_database().name == "Maple"
