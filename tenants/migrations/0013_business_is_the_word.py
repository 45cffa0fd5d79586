"""The admin says business for a tenant, as every page does."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0012_erased_for_good"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="tenant",
            options={
                "ordering": ["name"],
                "permissions": [
                    ("suspend_tenant", "Can suspend and reactivate businesses"),
                    ("visit_tenant", "Can look at a business's pages as a member would"),
                    ("invite_tenant", "Can invite businesses"),
                    ("export_tenant", "Can export all data of a business"),
                    ("close_tenant", "Can close and reopen businesses"),
                ],
                "verbose_name": "business",
                "verbose_name_plural": "businesses",
            },
        ),
    ]
