"""Programs in several languages and ways, uploads in the making, and looks at live pages."""

import consent.models.programs
import django.contrib.postgres.fields
import django.db.models.deletion
import tenants.scoping
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0003_event_origin"),
        ("tenants", "0014_key_may_lint"),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidenceUpload",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Being sent"),
                            ("received", "Being checked"),
                            ("ready", "Ready"),
                            ("refused", "Refused"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("caption", models.CharField(max_length=200)),
                (
                    "source",
                    models.CharField(
                        choices=[("uploaded", "Uploaded"), ("taken", "Taken by us")],
                        default="uploaded",
                        max_length=10,
                    ),
                ),
                ("original_name", models.CharField(max_length=200)),
                ("original_key", models.CharField(max_length=200)),
                ("size_bytes", models.PositiveIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("uploaded_by", models.CharField(max_length=254)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "evidence",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="upload",
                        to="consent.evidence",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploads",
                        to="consent.program",
                    ),
                ),
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
            ],
            options={
                "ordering": ["-created_at"],
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PageLook",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "page",
                    models.CharField(
                        choices=[
                            ("join", "Call to action"),
                            ("terms", "Terms"),
                            ("privacy", "Privacy policy"),
                        ],
                        max_length=10,
                    ),
                ),
                ("url", models.URLField(max_length=300)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("asked", "Somebody asked"),
                            ("watch", "Regular look"),
                            ("evidence", "Picture for reviewers"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("running", "Looking"), ("done", "Done")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("readers", models.JSONField(default=list)),
                ("vanished", models.JSONField(default=list)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("asked_by", models.CharField(blank=True, max_length=254)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="consent.program",
                    ),
                ),
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
            ],
            options={
                "ordering": ["-created_at"],
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="DriftTask",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "To be put right"), ("settled", "Put right")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("vanished", models.JSONField(default=list)),
                ("remedy", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_by", models.CharField(blank=True, max_length=254)),
                (
                    "draft",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="consent.programversion",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drift_tasks",
                        to="consent.program",
                    ),
                ),
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
                    "look",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="consent.pagelook",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="consentevent",
            name="agent",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="consentevent",
            name="call_reference",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="evidence",
            name="fitted_key",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="evidence",
            name="fitted_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="evidence",
            name="fitted_size",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="evidence",
            name="source",
            field=models.CharField(
                choices=[("uploaded", "Uploaded"), ("taken", "Taken by us")],
                default="uploaded",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="program",
            name="is_indexable",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="programversion",
            name="change_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("cosmetic", "Cosmetic: people agreed to the same thing"),
                    ("material", "Material: people did not agree to this"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="programversion",
            name="change_note",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="programversion",
            name="double_opt_in",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="programversion",
            name="language",
            field=models.CharField(
                choices=[("en", "English"), ("es", "Español"), ("fr", "Français")],
                default="en",
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="programversion",
            name="methods",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("web", "Web form"),
                        ("pos", "Point of sale"),
                        ("flyer", "Flyer or poster"),
                        ("keyword", "Text a keyword"),
                        ("verbal", "Spoken script"),
                    ],
                    max_length=10,
                ),
                default=consent.models.programs._web_only,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="programversion",
            name="minimum_age",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="programversion",
            name="name",
            field=models.CharField(default="", max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="programversion",
            name="own_join_url",
            field=models.URLField(blank=True),
        ),
        migrations.AddField(
            model_name="programversion",
            name="own_privacy_url",
            field=models.URLField(blank=True),
        ),
        migrations.AddField(
            model_name="programversion",
            name="own_terms_url",
            field=models.URLField(blank=True),
        ),
        migrations.AddField(
            model_name="programversion",
            name="own_texts",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="programversion",
            name="preview_token",
            field=models.CharField(blank=True, max_length=40, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="programversion",
            name="text_number",
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddField(
            model_name="programversion",
            name="texts_english",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="programversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ("en", "es", "fr"))),
                name="version_known_language",
            ),
        ),
        migrations.AddIndex(
            model_name="evidenceupload",
            index=models.Index(fields=["tenant", "-created_at"], name="upload_newest"),
        ),
        migrations.AddConstraint(
            model_name="evidenceupload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("evidence__isnull", False), ("status", "ready")),
                    models.Q(
                        models.Q(("status", "ready"), _negated=True), ("evidence__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="upload_ready_has_evidence",
            ),
        ),
        migrations.AddIndex(
            model_name="pagelook",
            index=models.Index(fields=["tenant", "program", "-created_at"], name="look_newest"),
        ),
        migrations.AddConstraint(
            model_name="drifttask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "open")),
                fields=("tenant", "program"),
                name="drift_one_open",
            ),
        ),
    ]
