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


# Step of the guided set-up → its fields, for a company that is not listed.
STEPS = {
    "kind": ("tax_id_country", "entity_type"),
    "legal": ("legal_name", "tax_id"),
    "brand": ("dba_name", "vertical"),
    "address": ("country", "street", "city", "state", "postal_code"),
    "customers": ("website", "support_email", "support_phone"),
    "contact": ("contact_first_name", "contact_last_name", "contact_email"),
}


def as_stored(**fields: str) -> dict[str, str]:
    """The same answers as they are kept."""
    kept = {"tax_id": "911144442", "website": "https://mapledental.example"}
    return {**answers(), **kept, "support_phone": "+12065550100", **fields}
