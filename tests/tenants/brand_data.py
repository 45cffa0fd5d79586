"""What a person writes into the company details' form."""

from typing import Any


def answers(**fields: Any) -> dict[str, Any]:
    """A complete, right form, as a browser sends it; name what differs."""
    return {
        "revision": 0,
        "legal_name": "Maple Dental, LLC",
        "entity_type": "PRIVATE_PROFIT",
        "tax_id_country": "US",
        "tax_id": "91-1144442",
        "stock_symbol": "",
        "stock_exchange": "",
        "dba_name": "",
        "website": "mapledental.example",
        "vertical": "HEALTHCARE",
        "country": "US",
        "street": "410 Terry Avenue North",
        "city": "Seattle",
        "state": "WA",
        "postal_code": "98109",
        "support_email": "care@mapledental.example",
        "support_phone": "206 555 0100",
        "contact_first_name": "Mara",
        "contact_last_name": "Lind",
        "contact_email": "mara@mapledental.example",
        **fields,
    }
