"""Fence notices and webhooks, and keep each within one business."""

from django.db import migrations

from tenants.postgres import fence, same_tenant


class Migration(migrations.Migration):
    dependencies = [("tenants", "0017_notices_and_webhooks")]

    operations = [
        fence("tenants_notice"),
        fence("tenants_noticesetting"),
        fence("tenants_webhookendpoint"),
        fence("tenants_webhookevent"),
        fence("tenants_webhookdelivery"),
        fence("tenants_webhooktry"),
        same_tenant("tenants_webhookdelivery", "event_id", "tenants_webhookevent"),
        same_tenant("tenants_webhookdelivery", "endpoint_id", "tenants_webhookendpoint"),
        same_tenant("tenants_webhooktry", "delivery_id", "tenants_webhookdelivery"),
    ]
