"""Where Django admin finds this app's pages; each part is a module of `registrations/staff/`."""

from registrations.staff import admin_filings, admin_forms, admin_numbers, admin_scores

__all__ = ["admin_filings", "admin_forms", "admin_numbers", "admin_scores"]
