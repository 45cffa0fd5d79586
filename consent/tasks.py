"""Celery's tasks of the consent app, gathered here because Celery looks for them by this name."""
