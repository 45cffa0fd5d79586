"""The Django project: wiring only, no domain logic and no models."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
