"""The Celery app and the whole beat schedule as one table.

Redis may lose everything at any moment and only time is lost: whatever must happen is a row in
PostgreSQL, and the sweeps below find what is overdue. Tasks are therefore nudges, acknowledged
late, safe to run twice, and named with the queue that a worker reads.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

# Queues by urgency. `inbound` carries STOP and HELP and is never behind anything else.
# `hooks` calls what tenants name, which may hang: it holds up nothing but itself.
QUEUES = ("inbound", "send", "carrier", "default", "hooks")

app = Celery("assent")
app.conf.update(
    task_acks_late=True,
    # Without this, a killed child takes its task along; with it the task runs again.
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_time_limit=120,
    task_soft_time_limit=90,
    worker_max_tasks_per_child=1000,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    # All workers must agree, and it must exceed twice the longest task.
    visibility_timeout=300,
    broker_transport_options={
        "visibility_timeout": 300,
        "socket_connect_timeout": 1,
        "socket_timeout": 2,
        "retry_on_timeout": False,
    },
    # A nudge that cannot be published must not hold up the answer: the sweep finds the row.
    task_publish_retry_policy={
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.1,
        "interval_max": 0.1,
    },
    task_default_queue="default",
    task_routes={
        "messaging.tasks.process_callback": {"queue": "inbound"},
        "messaging.tasks.process_callbacks": {"queue": "inbound"},
        "messaging.tasks.deliver": {"queue": "send"},
        "messaging.tasks.sweep_messages": {"queue": "send"},
        # They open pages of others, which the carrier's turn must not wait for.
        "registrations.tasks.check_live": {"queue": "default"},
        "registrations.tasks.remind": {"queue": "default"},
        "registrations.tasks.ask_for_updates": {"queue": "default"},
        "registrations.tasks.*": {"queue": "carrier"},
        "consent.tasks.*": {"queue": "default"},
        "tenants.tasks.deliver_hook": {"queue": "hooks"},
    },
    beat_schedule={
        "sweep messages": {"task": "messaging.tasks.sweep_messages", "schedule": 5.0},
        "process callbacks": {"task": "messaging.tasks.process_callbacks", "schedule": 10.0},
        "settle unknown outcomes": {"task": "messaging.tasks.settle_unknown", "schedule": 3600.0},
        "file registrations": {"task": "registrations.tasks.file_waiting", "schedule": 15.0},
        "read account limits": {"task": "registrations.tasks.read_limits", "schedule": 300.0},
        "read the carrier's forms": {"task": "registrations.tasks.refresh_forms", "schedule": 15.0},
        "poll registrations": {"task": "registrations.tasks.poll_open", "schedule": 5.0},
        "ask for updates": {"task": "registrations.tasks.ask_for_updates", "schedule": 300.0},
        "remind of deadlines": {"task": "registrations.tasks.remind", "schedule": 60.0},
        "check domains": {"task": "tenants.tasks.check_domains", "schedule": 60.0},
        "mail invitations": {"task": "tenants.tasks.mail_invitations", "schedule": 10.0},
        "mail notices": {"task": "tenants.tasks.mail_notices", "schedule": 10.0},
        "forget notices": {"task": "tenants.tasks.forget_notices", "schedule": 86400.0},
        "deliver webhooks": {"task": "tenants.tasks.deliver_hooks", "schedule": 5.0},
        "forget webhooks": {"task": "tenants.tasks.forget_hooks", "schedule": 86400.0},
        "end visits": {"task": "tenants.tasks.end_visits", "schedule": 60.0},
        "look at websites": {"task": "tenants.tasks.check_websites", "schedule": 30.0},
        "check uploads": {"task": "consent.tasks.check_uploads", "schedule": 30.0},
        "check filings live": {
            "task": "registrations.tasks.sweep_live_checks",
            "schedule": 30.0,
        },
        "look at pages": {"task": "consent.tasks.sweep_looks", "schedule": 30.0},
        "watch pages": {"task": "consent.tasks.watch_pages", "schedule": 300.0},
        "forget old looks": {"task": "consent.tasks.forget_looks", "schedule": 3600.0},
        "resume imports": {"task": "tenants.tasks.resume_imports", "schedule": 30.0},
        "erase closed businesses": {"task": "portal.tasks.erase_due_tenants", "schedule": 3600.0},
        "sweep exports": {"task": "portal.tasks.sweep_exports", "schedule": 30.0},
        "remove closed registrations": {
            "task": "registrations.tasks.remove_ended",
            "schedule": 60.0,
        },
        "activate originators": {"task": "registrations.tasks.provision_waiting", "schedule": 15.0},
    },
)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
