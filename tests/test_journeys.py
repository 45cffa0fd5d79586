"""The main job, played in a real browser against the whole running stack.

From sign-up to a delivered text and an honoured STOP: the seven steps of the README's tour.
"""

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser

from tests.browser import MISSING, Visitor, chromium
from tests.running import Run

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=MISSING or "Chromium is here"),
]

EMAIL, PASSWORD = "rosa@needsupdates-bakery.example", "a long enough passphrase"
# The simulator denies a company of this name once, and approves its next version.
COMPANY = "NeedsUpdates Bakery LLC"
RECIPIENT = "+12065550112"
BRAND = {
    "legal_name": COMPANY,
    "entity_type": "PRIVATE_PROFIT",
    "tax_id_country": "US",
    "tax_id": "84-1234560",
    "dba_name": "Corner Bakery",
    "website": "https://cornerbakery.example",
    "vertical": "RETAIL",
    "country": "US",
    "street": "12 Pine Street",
    "city": "Seattle",
    "state": "WA",
    "postal_code": "98101",
    "support_email": "help@cornerbakery.example",
    "support_phone": "(206) 555-0144",
    "contact_first_name": "Rosa",
    "contact_last_name": "Diaz",
    "contact_email": "rosa@cornerbakery.example",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    with chromium() as started:
        yield started


def sign_up(rosa: Visitor) -> None:
    """Step 1: an account with a verified address, and a business."""
    rosa.go("/accounts/signup/")
    rosa.fill(email=EMAIL, password1=PASSWORD)
    rosa.press("Create account")
    answer = requests.get(f"{rosa.base}/mailbox/", timeout=10)
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b|\b\d{6}\b", answer.text)
    assert code, answer.text
    rosa.fill(code=code[0])
    rosa.press("Confirm")
    rosa.sees("Start")
    rosa.fill(name="Corner Bakery")
    rosa.press("Start")


def set_up_company(rosa: Visitor, **changes: str) -> None:
    """Step 1, continued: the brand, one thing per page, checked and saved."""
    details = {**BRAND, **changes}
    rosa.go("/setup/")
    rosa.press("Begin")
    for _ in range(6):
        asked = [name for name in details if rosa.page.locator(f"main [name={name}]").count()]
        rosa.fill(**{name: details[name] for name in asked})
        rosa.press("Save and continue")
    rosa.sees("Check your answers")
    rosa.page.locator("main [name=statement]").check()
    rosa.press("Save the company details")
    rosa.sees("saved")


def mend_company(rosa: Visitor, **changes: str) -> None:
    """Step 1, once more: what is saved is changed on its one page."""
    rosa.go("/brand/")
    rosa.fill(**changes)
    rosa.press("Save")
    rosa.sees("saved")


def say_who_is_registered(rosa: Visitor) -> None:
    """Step 1, continued: the bakery itself, since it runs its own opt-in."""
    rosa.go("/setup/registrant/")
    for question in ("runs_opt_in", "writes_messages", "is_named"):
        rosa.tick(question, "no")
    rosa.press("Save my answers")
    rosa.sees("is registered, with its own details")


def describe_program(rosa: Visitor) -> tuple[str, str]:
    """Step 2: the program, its live preview, its hosted pages; returns its path and join URL."""
    rosa.go("/programs/new/")
    rosa.tick("use_case", "transactional")
    rosa.fill(name="Corner Bakery Orders")
    rosa.press("Continue")
    rosa.tick("message_kinds", "order")
    rosa.fill(
        description="Corner Bakery texts its customers order updates: received, baking, ready.",
        frequency="Up to 3 messages per order",
        opt_in_keyword="BREAD",
    )
    # The preview follows the typing, with no button pressed.
    rosa.page.locator("#preview-body").get_by_text("Up to 3", exact=False).first.wait_for()
    rosa.press("Save and check before publishing")
    rosa.press("Publish version 1")
    rosa.sees("Published")
    path = rosa.page.url.removeprefix(rosa.base)
    join = re.search(r'href="([^"]*/join/)"', rosa.page.content())
    assert join
    return path, join[1].replace(rosa.base, "")


def check_hosted_pages(browser: Browser, rosa: Visitor, join: str) -> None:
    """Reviewers open them without an account, in a window without a session."""
    reviewer = Visitor(browser, rosa.base)
    for page, words in (("terms", "carriers are not liable"), ("privacy", "not be shared")):
        reviewer.go(join.replace("/join/", f"/{page}/"))
        assert words in reviewer.page.locator("main").inner_text().lower()
    assert reviewer.page.context.cookies() == []
    assert reviewer.complaints == []


def upload_screenshot(rosa: Visitor, program: str, folder: Path) -> None:
    """Step 3: a picture that anybody with its address can open."""
    picture = folder / "screenshot.png"
    Image.new("RGB", (800, 500), "white").save(picture)
    rosa.go(f"{program}evidence/")
    rosa.page.locator("main [name=picture]").set_input_files(picture)
    rosa.page.locator("main .sending input").fill("The order form on our website")
    rosa.page.locator("main [name=is_free_of_personal_data]").check()
    rosa.press("Send for checking")
    # A worker opens the file, and the page asks until it has.
    rosa.page.locator("#uploads a[href*='/e/']").wait_for()
    token = re.search(r"/e/[\w-]+\.png", rosa.page.content())
    assert token
    answer = requests.get(rosa.base + token[0], timeout=10)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")


def open_registration(rosa: Visitor, registration_type: str, **answers: str) -> str:
    """Begin a registration, answer what is still open; return its path."""
    rosa.go("/registrations/new/")
    rosa.tick("type", registration_type)
    if "BRAND" not in registration_type:
        rosa.page.locator("main select[name=program]").select_option(index=1)
    rosa.press("Continue")
    path = rosa.page.url.removeprefix(rosa.base)
    if answers:
        rosa.go(f"{path}answers/")
        for name, value in answers.items():
            rosa.page.locator(f"main select[name$='{name}']").select_option(value)
        rosa.press("Save")
    return path


def hand_in(rosa: Visitor, registration: str) -> None:
    """Step 4: through the check to the reviewers, with a word for each warning."""
    rosa.go(f"{registration}check/")
    for _ in range(8):
        words = rosa.page.locator("textarea[form=acknowledge]:visible")
        for index in range(words.count()):
            words.nth(index).fill("We looked at it, and it is right as it stands.")
        if words.count():
            rosa.press("Answer for these warnings")
        if rosa.page.get_by_role("button", name="for review").count():
            break
        rosa.page.wait_for_timeout(1000)
        rosa.page.reload()
    rosa.press("for review")
    rosa.sees("With our reviewers")


def decide(dana: Visitor, registration: str, *, send_back: str = "") -> None:
    """Step 5: staff find it in the queue, and send it back or accept it."""
    dana.go("/admin/")
    dana.page.get_by_role("link", name="Review queue").first.click()
    pk = registration.rstrip("/").rpartition("/")[2]
    dana.page.locator(f"a[href*='{pk}']").first.click()
    if send_back:
        dana.page.locator("[name=reason]").fill(send_back)
        dana.page.locator("form[action$='/send-back/'] [type=submit]").click()
    else:
        dana.page.locator("form[action$='/accept/'] [type=submit]").click()
    dana.page.wait_for_load_state()


def mend(rosa: Visitor, registration: str) -> None:
    """Step 5, denied: the reasons stand at their fields; put them right one by one."""
    rosa.go(registration)
    rosa.sees("Changes needed", seconds=60)
    rosa.press("Put it right")
    text = rosa.page.locator("main").inner_text()
    assert "0 of 1 put right" in text
    assert "What it usually costs" in text
    rosa.page.get_by_text("It stays as it is: tell the reviewer why").click()
    rosa.fill(line="The website names the bakery on every page by now.")
    rosa.press("Save the line")
    rosa.sees("1 of 1 put right")


def make_key(rosa: Visitor) -> str:
    """A key for the business's app, shown once."""
    rosa.go("/developers/keys/new/")
    if "reauthenticate" in rosa.page.url:
        rosa.fill(password=PASSWORD)
        rosa.press("Continue")
    rosa.fill(name="Till")
    rosa.tick("kind", "test")
    rosa.page.locator("main form [type=submit]").first.click()
    rosa.page.wait_for_load_state()
    secret = re.search(r"ast_test_[a-z2-7]+_[\w-]+_[a-z2-7]{6}", rosa.page.content())
    assert secret
    return secret[0]


def opt_in(browser: Browser, base: str, join: str) -> None:
    """Step 6: a person ticks the box on the hosted form."""
    person = Visitor(browser, base, viewport={"width": 390, "height": 844})
    person.go(join)
    box = person.page.locator("[name=kinds]").first
    assert not box.is_checked()
    person.page.wait_for_timeout(2500)  # A form sent within two seconds is a robot's.
    person.page.locator("[name=phone]").fill("(206) 555-0112")
    box.check()
    person.page.get_by_role("button", name="Sign up").click()
    person.page.wait_for_load_state()
    assert person.complaints == []


def send(base: str, secret: str, program: str, text: str) -> requests.Response:
    """Step 6: the business's app sends through the REST API."""
    return requests.post(
        f"{base}/api/v1/messages",
        json={"program": program, "to": RECIPIENT, "kind": "order", "body": text},
        headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": uuid.uuid4().hex},
        timeout=10,
    )


def texts_on_phone(run: Run) -> list[str]:
    """What the recipient's phone has shown, oldest first."""
    answer = requests.get(f"{run.simulator_url}/_sim/sends", params={"to": RECIPIENT}, timeout=10)
    return [entry["MessageBody"] for entry in answer.json()["sends"]]


def reply(phone: Visitor, run: Run, text: str) -> None:
    """Step 7: answer from the phone page."""
    phone.go(f"{run.simulator_url}/phone/{RECIPIENT}")
    phone.page.locator("[name=body]").last.fill(text)
    phone.page.locator("form:has([name=body]) [type=submit]").last.click()
    phone.page.wait_for_load_state()


def wait_for_texts(phone: Visitor, run: Run, count: int) -> list[str]:
    """Wait until so many texts have arrived, and a moment longer for one too many."""
    for _ in range(60):
        if len(texts_on_phone(run)) >= count:
            break
        phone.page.wait_for_timeout(500)
    phone.page.wait_for_timeout(1500)
    return texts_on_phone(run)


def test_from_sign_up_to_a_delivered_text_and_an_honoured_stop(
    whole_stack: Run, browser: Browser, tmp_path: Path
) -> None:
    run = whole_stack
    rosa, dana, phone = (Visitor(browser, run.url) for _ in range(3))
    dana.go("/accounts/login/")
    dana.fill(login=run.demo["staff"], password=run.demo["password"])
    dana.press("Sign in")

    sign_up(rosa)
    # The ISV's own name in the brand is found, and stops the submission, until it is mended.
    set_up_company(rosa, legal_name="Assent Software Inc.")
    brand = open_registration(rosa, "US_TEN_DLC_BRAND_REGISTRATION")
    rosa.go(f"{brand}check/")
    assert "ISV-INFO-DETECTED" in rosa.page.content()
    assert rosa.page.get_by_role("button", name="for review").count() == 0
    assert "ISV-DECISION" in rosa.page.content()
    mend_company(rosa, legal_name=COMPANY)
    say_who_is_registered(rosa)
    program, join = describe_program(rosa)
    check_hosted_pages(browser, rosa, join)
    upload_screenshot(rosa, program, tmp_path)

    hand_in(rosa, brand)
    decide(dana, brand, send_back="Spell the street out, as on the tax letter.")
    rosa.go(brand)
    rosa.sees("Spell the street out")
    hand_in(rosa, brand)
    decide(dana, brand)
    mend(rosa, brand)
    hand_in(rosa, brand)
    decide(dana, brand)
    rosa.go(brand)
    rosa.sees("Approved", seconds=60)
    campaign = open_registration(rosa, "US_TEN_DLC_CAMPAIGN_REGISTRATION")
    hand_in(rosa, campaign)
    decide(dana, campaign)
    rosa.go(campaign)
    rosa.sees("Live", seconds=90)

    opt_in(browser, run.url, join)
    confirmation = wait_for_texts(phone, run, 1)
    assert "Corner Bakery" in confirmation[0]
    secret, program_id = make_key(rosa), program.rstrip("/").rpartition("/")[2]
    answer = send(run.url, secret, program_id, "Corner Bakery: your rye is ready. STOP to opt out.")
    assert answer.status_code == 202, answer.text
    assert "your rye is ready" in wait_for_texts(phone, run, 2)[1]
    rosa.go("/messages/")
    rosa.sees("Delivered")

    reply(phone, run, "STOP")
    texts = wait_for_texts(phone, run, 3)
    assert len(texts) == 3, "one confirmation, and only one"
    refused = send(run.url, secret, program_id, "Corner Bakery: fresh rolls! STOP to opt out.")
    assert (refused.status_code, refused.json()["code"]) == (409, "opted_out")
    assert "texted STOP" in refused.json()["message"]
    reply(phone, run, "stop")
    assert len(wait_for_texts(phone, run, 4)) == 3, "a second STOP is not answered"
    reply(phone, run, "HELP")
    assert len(wait_for_texts(phone, run, 4)) == 4, "HELP is answered all the same"
    others = Visitor(browser, run.url)
    others.go("/accounts/login/")
    others.fill(login=run.demo["owner"], password=run.demo["password"])
    others.press("Sign in")
    others.go("/recipients/")
    others.sees("May be texted")
    assert rosa.complaints + dana.complaints + phone.complaints + others.complaints == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier_or_scrolls_sideways(
    whole_stack: Run, browser: Browser, width: int, scheme: str
) -> None:
    run = whole_stack
    mara = Visitor(browser, run.url, viewport={"width": width, "height": 900}, color_scheme=scheme)
    mara.go("/accounts/login/")
    mara.fill(login=run.demo["owner"], password=run.demo["password"])
    mara.press("Sign in")
    program = f"/programs/{run.demo['program']}/"
    found = {}
    for path in (
        *("/", "/help/", "/brand/", "/programs/", "/programs/new/", program, f"{program}edit/"),
        *(f"{program}evidence/", "/registrations/", "/registrations/new/", "/recipients/"),
        *("/messages/", "/messages/new/", "/messages/inbound/", "/developers/", "/team/"),
        *(run.demo["join_path"].replace("join", page) for page in ("join", "terms", "privacy")),
    ):
        mara.go(path)
        results = Axe().run(mara.page, options={"resultTypes": ["violations"]})
        wide = mara.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert results.response["passes"], "axe looked at nothing"
        found[path] = [v["id"] for v in results.response["violations"]] + ["scrolls"] * wide

    assert {path: faults for path, faults in found.items() if faults} == {}
    assert mara.complaints == []
