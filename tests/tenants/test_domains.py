"""Who owns an address, and whether everybody can reach it."""

import pytest

from tenants import domains


@pytest.mark.parametrize(
    ("address", "owner"),
    [
        ("https://www.mapledental.example/book?x=1", "mapledental.example"),
        ("jo@uk.acme.co.uk", "acme.co.uk"),
        ("MapleDental.example", "mapledental.example"),
        ("http://shop.acme.com:8080", "acme.com"),
        ("acme.de.", "acme.de"),
        ("https://app.acme.co.uk:8443/x?y#z", "acme.co.uk"),
        ("localhost", "localhost"),
        ("https://maple.github.io/shop", "maple.github.io"),
        ("co.uk", "co.uk"),
        ("www.acme.com.br", "acme.com.br"),
        ("www.city.kawasaki.jp", "city.kawasaki.jp"),
        ("http://192.0.2.7/", "192.0.2.7"),
        ("", ""),
    ],
)
def test_the_owner_stands_left_of_the_public_part(address: str, owner: str) -> None:
    assert domains.registrable_domain(address) == owner


@pytest.mark.parametrize(
    ("host", "public"),
    [
        ("mapledental.example", True),
        ("xn--mller-kva.de", True),
        ("localhost", False),
        ("portal.local", False),
        ("db.internal", False),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("[::1]", False),
        ("8.8.8.8", False),
        ("intranet", False),
        ("-x.com", False),
        ("", False),
    ],
)
def test_a_host_is_public_only_by_a_public_name(host: str, public: bool) -> None:
    assert domains.is_public_host(host) is public


@pytest.mark.parametrize(
    ("email", "free"), [("a@gmail.com", True), ("a@GMX.net", True), ("a@acme.com", False)]
)
def test_mail_providers_of_everybody_are_known(email: str, free: bool) -> None:
    assert domains.is_free_mail(email) is free
