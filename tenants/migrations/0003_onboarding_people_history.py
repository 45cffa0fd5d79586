"""Add onboarding, invitations, domains, visits, exports, and row history by triggers."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import tenants.crypto
import tenants.models.keys
import tenants.models.tenant
import tenants.scoping
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0002_fences"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiKeyChange",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("name", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(choices=[("test", "Test"), ("live", "Live")], max_length=4),
                ),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("messages:send", "Send texts"),
                                ("messages:read", "Read texts and what became of them"),
                            ],
                            max_length=20,
                        ),
                        default=tenants.models.keys.every_scope,
                        size=None,
                    ),
                ),
                ("prefix", models.CharField(max_length=24)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BrandDraft",
            fields=[
                (
                    "tenant",
                    models.ForeignKey(
                        default=tenants.scoping._tenant_in_scope,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("answers_json", tenants.crypto.EncryptedTextField(default="{}")),
                ("steps_done", models.JSONField(default=list)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CustomDomain",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("host", models.CharField(max_length=253)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting for the DNS record"),
                            ("verified", "Verified"),
                            ("lost", "DNS record gone"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=tenants.models.tenant._domain_token, editable=False, max_length=32
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("problem", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("editor", "Editor"),
                            ("viewer", "Viewer"),
                            ("developer", "Developer"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting for an answer"),
                            ("accepted", "Accepted"),
                            ("revoked", "Withdrawn"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("business_name", models.CharField(blank=True, max_length=100)),
                ("details_json", tenants.crypto.EncryptedTextField(blank=True, default="")),
                ("digest", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField()),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                ("mail_lease_until", models.DateTimeField(blank=True, null=True)),
                ("mail_error", models.CharField(blank=True, max_length=200)),
                ("times_mailed", models.PositiveSmallIntegerField(default=0)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="InvitationImport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("file_key", models.CharField(blank=True, max_length=200)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("checking", "Being checked"),
                            ("checked", "Checked, not yet loaded"),
                            ("loading", "Being loaded"),
                            ("done", "Loaded"),
                            ("failed", "Cannot be read"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="checking",
                        max_length=10,
                    ),
                ),
                ("rows_read", models.PositiveIntegerField(default=0)),
                ("rows_total", models.PositiveIntegerField(null=True)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="InvitationRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="row")),
                ("email", models.CharField(blank=True, max_length=254)),
                ("business_name", models.CharField(blank=True, max_length=100)),
                ("details_json", tenants.crypto.EncryptedTextField(blank=True, default="")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("valid", "Fine, not yet invited"),
                            ("invalid", "Has errors"),
                            ("invited", "Invited"),
                            ("skipped", "Skipped"),
                        ],
                        max_length=8,
                    ),
                ),
                ("errors", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="IsvIdentityChange",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "legal_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "tax_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "domains",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "phones",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "emails",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.EmailField(max_length=100),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IsvSettings",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=60, verbose_name="name of the portal"),
                ),
                (
                    "support_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="support address"),
                ),
                (
                    "sender_name",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="sender's name in mails"
                    ),
                ),
                (
                    "sender_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="sender's address in mails"
                    ),
                ),
                (
                    "accent",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-fA-F]{6}$", "Write a colour as # and six hex digits."
                            )
                        ],
                        verbose_name="colour",
                    ),
                ),
                ("logo_key", models.CharField(blank=True, editable=False, max_length=100)),
                (
                    "open_sign_up",
                    models.BooleanField(blank=True, null=True, verbose_name="anybody may sign up"),
                ),
                (
                    "requires_mfa",
                    models.BooleanField(
                        default=False, verbose_name="second step required of every member"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "portal settings",
                "verbose_name_plural": "portal settings",
            },
        ),
        migrations.CreateModel(
            name="IsvSettingsChange",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, editable=False, serialize=False),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=60, verbose_name="name of the portal"),
                ),
                (
                    "support_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="support address"),
                ),
                (
                    "sender_name",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="sender's name in mails"
                    ),
                ),
                (
                    "sender_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="sender's address in mails"
                    ),
                ),
                (
                    "accent",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-fA-F]{6}$", "Write a colour as # and six hex digits."
                            )
                        ],
                        verbose_name="colour",
                    ),
                ),
                ("logo_key", models.CharField(blank=True, editable=False, max_length=100)),
                (
                    "open_sign_up",
                    models.BooleanField(blank=True, null=True, verbose_name="anybody may sign up"),
                ),
                (
                    "requires_mfa",
                    models.BooleanField(
                        default=False, verbose_name="second step required of every member"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MembershipChange",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("editor", "Editor"),
                            ("viewer", "Viewer"),
                            ("developer", "Developer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RegistrantDecision",
            fields=[
                (
                    "tenant",
                    models.ForeignKey(
                        default=tenants.scoping._tenant_in_scope,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "runs_opt_in",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")], max_length=6
                    ),
                ),
                (
                    "writes_messages",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")], max_length=6
                    ),
                ),
                (
                    "is_named",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")], max_length=6
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("end_business", "The end business"), ("isv", "The ISV itself")],
                        max_length=12,
                    ),
                ),
                (
                    "exception_status",
                    models.CharField(
                        choices=[
                            ("none", "No exception"),
                            ("waiting", "Waiting for staff"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("exception_reason", models.TextField(blank=True, max_length=1000)),
                ("matches", models.JSONField(default=dict)),
                ("decided_by", models.CharField(max_length=254)),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                ("remark", models.TextField(blank=True, max_length=1000)),
            ],
            options={
                "verbose_name": "registrant decision",
                "ordering": ["-decided_at"],
                "permissions": [("review_registrantdecision", "Can approve and refuse exceptions")],
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="StaffVisit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("began_at", models.DateTimeField(auto_now_add=True)),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-began_at"],
            },
        ),
        migrations.CreateModel(
            name="TenantChange",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("name", models.CharField(max_length=100, verbose_name="business name")),
                ("slug", models.SlugField(db_index=False, max_length=60)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("suspended", "Suspended"),
                            ("closed", "Closed"),
                            ("erased", "Erased"),
                        ],
                        default="active",
                        max_length=10,
                    ),
                ),
                (
                    "requires_mfa",
                    models.BooleanField(default=False, verbose_name="second step required"),
                ),
                (
                    "allows_visits",
                    models.BooleanField(default=True, verbose_name="visits by staff allowed"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("erase_after_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TenantExport",
            fields=[
                (
                    "tenant",
                    models.ForeignKey(
                        default=tenants.scoping._tenant_in_scope,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("history", "History"), ("everything", "Everything")],
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Being made"),
                            ("done", "Ready"),
                            ("failed", "Failed"),
                            ("expired", "Expired"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("asked_label", models.CharField(max_length=254)),
                ("parts_done", models.PositiveIntegerField(default=0)),
                ("parts_total", models.PositiveIntegerField(default=0)),
                ("file_key", models.CharField(blank=True, max_length=200)),
                ("file_name", models.CharField(blank=True, max_length=100)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size_bytes", models.PositiveBigIntegerField(default=0)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-created_at"],
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="UserChange",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "first_name",
                    models.CharField(blank=True, max_length=150, verbose_name="first name"),
                ),
                (
                    "last_name",
                    models.CharField(blank=True, max_length=150, verbose_name="last name"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WebsiteCheck",
            fields=[
                (
                    "tenant",
                    models.ForeignKey(
                        default=tenants.scoping._tenant_in_scope,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("url", models.URLField()),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("running", "Looking"), ("done", "Done")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("is_reachable", models.BooleanField(null=True)),
                ("is_brand_seen", models.BooleanField(null=True)),
                ("http_status", models.PositiveSmallIntegerField(null=True)),
                ("final_url", models.URLField(blank=True, max_length=500)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("excerpt", models.TextField(blank=True, max_length=2000)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-created_at"],
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
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
            },
        ),
        migrations.AddField(
            model_name="apikey",
            name="replaced_by",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="replaces",
                to="tenants.apikey",
            ),
        ),
        migrations.AddField(
            model_name="apikey",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("messages:send", "Send texts"),
                        ("messages:read", "Read texts and what became of them"),
                    ],
                    max_length=20,
                ),
                default=tenants.models.keys.every_scope,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="tenant",
            name="allows_visits",
            field=models.BooleanField(default=True, verbose_name="visits by staff allowed"),
        ),
        migrations.AddField(
            model_name="tenant",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="tenant",
            name="erase_after_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="tenant",
            name="requires_mfa",
            field=models.BooleanField(default=False, verbose_name="second step required"),
        ),
        migrations.AddField(
            model_name="tenantevent",
            name="address",
            field=models.GenericIPAddressField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="tenantevent",
            name="door",
            field=models.CharField(
                choices=[
                    ("web", "Web"),
                    ("admin", "Staff pages"),
                    ("api", "API"),
                    ("hook", "Carrier's notification"),
                    ("inside", "The portal itself"),
                ],
                default="inside",
                max_length=6,
            ),
        ),
        migrations.AlterField(
            model_name="tenant",
            name="status",
            field=models.CharField(
                choices=[
                    ("active", "Active"),
                    ("suspended", "Suspended"),
                    ("closed", "Closed"),
                    ("erased", "Erased"),
                ],
                default="active",
                max_length=10,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="apikey",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenants_apikeychange" ("created_at", "created_by_id", "expires_at", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "replaced_by_id", "revoked_at", "scopes", "tenant_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."expires_at", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."prefix", NEW."replaced_by_id", NEW."revoked_at", NEW."scopes", NEW."tenant_id"); RETURN NULL;',
                    hash="435bc683e0755a8e7f346748446f3282cbd56f09",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b7e2f",
                    table="tenants_apikey",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="apikey",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."prefix" IS DISTINCT FROM (NEW."prefix") OR OLD."replaced_by_id" IS DISTINCT FROM (NEW."replaced_by_id") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."scopes" IS DISTINCT FROM (NEW."scopes") OR OLD."tenant_id" IS DISTINCT FROM (NEW."tenant_id"))',
                    func='INSERT INTO "tenants_apikeychange" ("created_at", "created_by_id", "expires_at", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "replaced_by_id", "revoked_at", "scopes", "tenant_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."expires_at", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."prefix", NEW."replaced_by_id", NEW."revoked_at", NEW."scopes", NEW."tenant_id"); RETURN NULL;',
                    hash="fe0c6bfce0770e046013dbb6c9b0e7387cf31d97",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_246bc",
                    table="tenants_apikey",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="apikey",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenants_apikeychange" ("created_at", "created_by_id", "expires_at", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "replaced_by_id", "revoked_at", "scopes", "tenant_id") VALUES (OLD."created_at", OLD."created_by_id", OLD."expires_at", OLD."id", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."prefix", OLD."replaced_by_id", OLD."revoked_at", OLD."scopes", OLD."tenant_id"); RETURN NULL;',
                    hash="9dda380282ddf3b1930b2a722e7f97383e3017ee",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ed5c2",
                    table="tenants_apikey",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="isvidentity",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenants_isvidentitychange" ("domains", "emails", "id", "legal_names", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phones", "tax_ids") VALUES (NEW."domains", NEW."emails", NEW."id", NEW."legal_names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."phones", NEW."tax_ids"); RETURN NULL;',
                    hash="342639dc29b9a836a3c76a185c30cc8c21703c32",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8da36",
                    table="tenants_isvidentity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="isvidentity",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tenants_isvidentitychange" ("domains", "emails", "id", "legal_names", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phones", "tax_ids") VALUES (NEW."domains", NEW."emails", NEW."id", NEW."legal_names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phones", NEW."tax_ids"); RETURN NULL;',
                    hash="488bcaf3a7745bf88008af09988de0f57b7e9358",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_74a51",
                    table="tenants_isvidentity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="isvidentity",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenants_isvidentitychange" ("domains", "emails", "id", "legal_names", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phones", "tax_ids") VALUES (OLD."domains", OLD."emails", OLD."id", OLD."legal_names", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phones", OLD."tax_ids"); RETURN NULL;',
                    hash="37e730c48602021aab4a37d070696b0eaf7f5ea0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9bbd0",
                    table="tenants_isvidentity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenants_membershipchange" ("created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "tenant_id", "user_id") VALUES (NEW."created_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role", NEW."tenant_id", NEW."user_id"); RETURN NULL;',
                    hash="8d10a434ee1aa2dc2429bdbe25c8b7cadec2a362",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_65f0e",
                    table="tenants_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tenants_membershipchange" ("created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "tenant_id", "user_id") VALUES (NEW."created_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role", NEW."tenant_id", NEW."user_id"); RETURN NULL;',
                    hash="ab8c635cb89546a8c6b8d98a14878fdc85fec051",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_38ec7",
                    table="tenants_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenants_membershipchange" ("created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "tenant_id", "user_id") VALUES (OLD."created_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role", OLD."tenant_id", OLD."user_id"); RETURN NULL;',
                    hash="608bc99e51f1a2e573bf2722bdca45bd06a07a65",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_efc03",
                    table="tenants_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tenant",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenants_tenantchange" ("allows_visits", "closed_at", "created_at", "erase_after_at", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requires_mfa", "slug", "status") VALUES (NEW."allows_visits", NEW."closed_at", NEW."created_at", NEW."erase_after_at", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."requires_mfa", NEW."slug", NEW."status"); RETURN NULL;',
                    hash="98703e31514eb77f25c263f4bf17c0e2dd8f4625",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0f00f",
                    table="tenants_tenant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tenant",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tenants_tenantchange" ("allows_visits", "closed_at", "created_at", "erase_after_at", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requires_mfa", "slug", "status") VALUES (NEW."allows_visits", NEW."closed_at", NEW."created_at", NEW."erase_after_at", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."requires_mfa", NEW."slug", NEW."status"); RETURN NULL;',
                    hash="30aaaa7b89671b160da5a679d7b7affebe9450bd",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8ddba",
                    table="tenants_tenant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tenant",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenants_tenantchange" ("allows_visits", "closed_at", "created_at", "erase_after_at", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requires_mfa", "slug", "status") VALUES (OLD."allows_visits", OLD."closed_at", OLD."created_at", OLD."erase_after_at", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."requires_mfa", OLD."slug", OLD."status"); RETURN NULL;',
                    hash="85cae6785d9ce99e4eba5497cc32011a324365e8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e3c84",
                    table="tenants_tenant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenants_userchange" ("date_joined", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "last_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."date_joined", NEW."email", NEW."first_name", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."last_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="6ae27ed78d1799f86e00084c1c139cfb91f7a03f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3e9a2",
                    table="tenants_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."date_joined" IS DISTINCT FROM (NEW."date_joined") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name"))',
                    func='INSERT INTO "tenants_userchange" ("date_joined", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "last_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."date_joined", NEW."email", NEW."first_name", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."last_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="6fe64a3c9f124d13bc3d6973c6f3dc3b32ddb627",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d43d7",
                    table="tenants_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenants_userchange" ("date_joined", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "last_name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."date_joined", OLD."email", OLD."first_name", OLD."id", OLD."is_active", OLD."is_staff", OLD."is_superuser", OLD."last_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="49336be576b4932eb181b1ba6cd5a4c77b0bc527",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_59578",
                    table="tenants_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="tenant",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["active", "suspended", "closed", "erased"])),
                name="tenant_known_status",
            ),
        ),
        migrations.AddField(
            model_name="apikeychange",
            name="created_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="apikeychange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="changes",
                to="tenants.apikey",
            ),
        ),
        migrations.AddField(
            model_name="apikeychange",
            name="replaced_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tenants.apikey",
            ),
        ),
        migrations.AddField(
            model_name="apikeychange",
            name="tenant",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="customdomain",
            name="tenant",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="custom_domain",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="accepted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="invited_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="tenant",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invitations",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="invitationimport",
            name="created_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="invitationrow",
            name="invitation",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="row",
                to="tenants.invitation",
            ),
        ),
        migrations.AddField(
            model_name="invitationrow",
            name="load",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="tenants.invitationimport",
            ),
        ),
        migrations.AddField(
            model_name="isvidentitychange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="changes",
                to="tenants.isvidentity",
            ),
        ),
        migrations.AddConstraint(
            model_name="isvsettings",
            constraint=models.CheckConstraint(
                condition=models.Q(("id", 1)), name="isv_settings_one_row"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="isvsettings",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenants_isvsettingschange" ("accent", "id", "logo_key", "name", "open_sign_up", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requires_mfa", "sender_email", "sender_name", "support_email", "updated_at") VALUES (NEW."accent", NEW."id", NEW."logo_key", NEW."name", NEW."open_sign_up", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."requires_mfa", NEW."sender_email", NEW."sender_name", NEW."support_email", NEW."updated_at"); RETURN NULL;',
                    hash="02061df4819fc403d6432807470d8ad7c5b1bad0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e0353",
                    table="tenants_isvsettings",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="isvsettings",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tenants_isvsettingschange" ("accent", "id", "logo_key", "name", "open_sign_up", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requires_mfa", "sender_email", "sender_name", "support_email", "updated_at") VALUES (NEW."accent", NEW."id", NEW."logo_key", NEW."name", NEW."open_sign_up", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."requires_mfa", NEW."sender_email", NEW."sender_name", NEW."support_email", NEW."updated_at"); RETURN NULL;',
                    hash="e8153580bfd61f57d9d0dbca7ec102b0095ab3e0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fd12f",
                    table="tenants_isvsettings",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="isvsettings",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenants_isvsettingschange" ("accent", "id", "logo_key", "name", "open_sign_up", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requires_mfa", "sender_email", "sender_name", "support_email", "updated_at") VALUES (OLD."accent", OLD."id", OLD."logo_key", OLD."name", OLD."open_sign_up", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."requires_mfa", OLD."sender_email", OLD."sender_name", OLD."support_email", OLD."updated_at"); RETURN NULL;',
                    hash="e2c5d52755ce7827ee48418e93f2151cf82f6ba0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bb0f2",
                    table="tenants_isvsettings",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="isvsettingschange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="changes",
                to="tenants.isvsettings",
            ),
        ),
        migrations.AddField(
            model_name="membershipchange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="changes",
                to="tenants.membership",
            ),
        ),
        migrations.AddField(
            model_name="membershipchange",
            name="tenant",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="membershipchange",
            name="user",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="registrantdecision",
            name="reviewed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="staffvisit",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="staffvisit",
            name="tenant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visits",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="tenantchange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="changes",
                to="tenants.tenant",
            ),
        ),
        migrations.AddField(
            model_name="tenantexport",
            name="asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="userchange",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="changes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="apikeychange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c8d43400d2911a53457f592c7a62d75b467cf810",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b5d3f",
                    table="tenants_apikeychange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="branddraft",
            constraint=models.UniqueConstraint(
                fields=("tenant",), name="brand_draft_one_per_tenant"
            ),
        ),
        migrations.AddConstraint(
            model_name="customdomain",
            constraint=models.UniqueConstraint(
                models.F("host"),
                condition=models.Q(("status", "verified")),
                name="custom_domain_proven_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="customdomain",
            constraint=models.CheckConstraint(
                condition=models.Q(("host", django.db.models.functions.text.Lower("host"))),
                name="custom_domain_small_letters",
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(
                condition=models.Q(("mailed_at__isnull", True), ("status", "pending")),
                fields=["created_at"],
                name="invitation_to_mail",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                models.F("tenant"),
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("status", "pending"), ("tenant__isnull", False)),
                name="invitation_once_per_team",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("status", "pending"), ("tenant__isnull", True)),
                name="invitation_once_to_found",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("tenant__isnull", False),
                    models.Q(("role", "owner"), models.Q(("business_name", ""), _negated=True)),
                    _connector="OR",
                ),
                name="invitation_to_found_is_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="invitationrow",
            index=models.Index(fields=["load", "outcome", "number"], name="invitation_row_open"),
        ),
        migrations.AddConstraint(
            model_name="invitationrow",
            constraint=models.UniqueConstraint(
                fields=("load", "number"), name="invitation_row_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="isvidentitychange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f6b562f57e4151bda65460169836dedab3b61dc6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f16c1",
                    table="tenants_isvidentitychange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="isvsettingschange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="69970be5635bb54d19f1fa21802b04b13ae653f9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d34bd",
                    table="tenants_isvsettingschange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membershipchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="92b08d021631a19373dedd97871712fd635d15e3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1b940",
                    table="tenants_membershipchange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="registrantdecision",
            index=models.Index(fields=["tenant", "-decided_at"], name="registrant_newest"),
        ),
        migrations.AddConstraint(
            model_name="registrantdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome", "end_business"),
                    models.Q(
                        ("is_named", "yes"), ("runs_opt_in", "yes"), ("writes_messages", "yes")
                    ),
                    _connector="OR",
                ),
                name="registrant_isv_needs_three_yes",
            ),
        ),
        migrations.AddConstraint(
            model_name="registrantdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("exception_status", "none"),
                    models.Q(("exception_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="registrant_exception_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="staff_visit_has_reason"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tenantchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="961cf560beb1ae9741c5e8d032c36e91df1ec536",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_80c94",
                    table="tenants_tenantchange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="tenantexport",
            index=models.Index(fields=["tenant", "-created_at"], name="tenant_export_newest"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="userchange",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a76f3705b8e3b7326dc19193e38f99a8b38f4626",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f8ee4",
                    table="tenants_userchange",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="websitecheck",
            index=models.Index(fields=["tenant", "-created_at"], name="website_check_newest"),
        ),
    ]
