"""Give filings their forecasts, deadlines, checklists and the approval that is in force."""

import django.contrib.postgres.fields
import django.db.models.deletion
import tenants.scoping
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0006_at_the_till"),
        ("registrations", "0004_answers_lose_secrets"),
        ("tenants", "0015_two_person_review"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountLimit",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("used", models.PositiveBigIntegerField(default=0)),
                ("maximum", models.PositiveBigIntegerField(default=0)),
                ("read_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rule", models.CharField(max_length=60)),
                ("field", models.CharField(blank=True, max_length=100)),
                ("digest", models.CharField(max_length=64)),
                ("reason", models.TextField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("made_by", models.CharField(max_length=200)),
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledged",
                        to="registrations.registrationversion",
                    ),
                ),
            ],
            options={
                "ordering": ["made_at"],
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("answer_mail", "Answer the registry's e-mail"),
                            ("correct", "Correct and hand in again"),
                            ("read", "Read what was handed in"),
                            ("update", "File the new wording"),
                        ],
                        max_length=20,
                    ),
                ),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
                ("due_at", models.DateTimeField()),
                ("is_hard", models.BooleanField(default=False)),
                (
                    "reminded",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deadlines",
                        to="registrations.registration",
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
                "ordering": ["due_at"],
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Forecast",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "moment",
                    models.CharField(
                        choices=[
                            ("checked", "Checked"),
                            ("handed_in", "Handed in"),
                            ("accepted", "Accepted for filing"),
                        ],
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("made_by", models.CharField(blank=True, max_length=200)),
                ("form_revision", models.PositiveIntegerField(blank=True, null=True)),
                ("findings", models.JSONField(default=list)),
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forecasts",
                        to="registrations.registrationversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="FormRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("registration_type", models.CharField(max_length=64)),
                ("number", models.PositiveIntegerField()),
                ("about", models.JSONField(blank=True, default=dict)),
                ("sections", models.JSONField(default=list)),
                ("fields", models.JSONField(default=list)),
                ("changes", models.JSONField(blank=True, default=list)),
                ("read_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("seen_by", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["-read_at", "registration_type"],
            },
        ),
        migrations.CreateModel(
            name="LiveCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("done", models.PositiveSmallIntegerField(default=0)),
                ("total", models.PositiveSmallIntegerField(default=0)),
                ("seen", models.JSONField(blank=True, default=list)),
                ("findings", models.JSONField(blank=True, default=list)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.TextField(blank=True)),
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="live_checks",
                        to="registrations.registrationversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at"],
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ProvisionStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("opt_out_list", "Opt-out list of this business alone"),
                            ("number", "Number leased"),
                            ("association", "Number tied to the registration"),
                            ("configuration_set", "Configuration set of this business alone"),
                            ("event_destination", "Delivery reports reach us"),
                            ("two_way", "Replies reach us"),
                            ("self_managed", "STOP and HELP are answered by us"),
                            ("keywords", "The carrier's own replies carry the program's words"),
                        ],
                        max_length=20,
                    ),
                ),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("drifted_at", models.DateTimeField(blank=True, null=True)),
                ("healed_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.TextField(blank=True)),
                ("detail", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "originator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="registrations.originator",
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
                "ordering": ["created_at"],
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ForecastScore",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("registration_type", models.CharField(max_length=64)),
                ("rule", models.CharField(blank=True, max_length=60)),
                ("field", models.CharField(blank=True, max_length=100)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("hit", "Foretold, and it came"),
                            ("false_alarm", "Foretold, and it did not come"),
                            ("missed", "It came, and was not foretold"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                (
                    "forecast",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="registrations.forecast",
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
                "ordering": ["-decided_at"],
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="fieldvalue",
            name="staff_remark",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="formdefinition",
            name="about",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="formdefinition",
            name="is_offered",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="formdefinition",
            name="revision",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="originator",
            name="country",
            field=models.CharField(default="US", max_length=2),
        ),
        migrations.AddField(
            model_name="originator",
            name="sender_id",
            field=models.CharField(blank=True, max_length=11),
        ),
        migrations.AddField(
            model_name="registration",
            name="approved_round",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="registration",
            name="filing_turn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="registration",
            name="filing_wait",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="registration",
            name="first_accepted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="registration",
            name="first_accepted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="registrationversion",
            name="discarded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="registrationversion",
            name="form_revision",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="originator",
            name="status",
            field=models.CharField(
                choices=[
                    ("pending", "Being set up"),
                    ("active", "Live"),
                    ("suspended", "May not text"),
                    ("released", "Released"),
                ],
                default="pending",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="formrevision",
            constraint=models.UniqueConstraint(
                fields=("registration_type", "number"), name="formrevision_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="acknowledgement",
            constraint=models.UniqueConstraint(
                fields=("tenant", "version", "digest"), name="acknowledgement_once"
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("met_at__isnull", True)),
                fields=["due_at"],
                name="deadline_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("met_at__isnull", True)),
                fields=("tenant", "registration", "kind"),
                name="deadline_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="provisionstep",
            constraint=models.UniqueConstraint(
                fields=("tenant", "originator", "step"), name="provisionstep_once"
            ),
        ),
    ]
