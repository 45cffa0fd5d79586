"""Addresses of the registrations app."""

from django.urls import path

from registrations import (
    check_views,
    closing_views,
    mail_views,
    repair_views,
    round_views,
    views,
    writing_views,
)
from registrations.exports import urls as export_urls

app_name = "registrations"
urlpatterns = [
    path("registrations/", views.registration_list, name="list"),
    path("registrations/new/", writing_views.registration_create, name="create"),
    path("registrations/<uuid:pk>/", views.registration_detail, name="detail"),
    path("registrations/<uuid:pk>/answers/", writing_views.registration_answers, name="answers"),
    path(
        "registrations/<uuid:pk>/answers/put-back/",
        writing_views.registration_put_back,
        name="put_back",
    ),
    path("registrations/codes/", check_views.codes, name="codes"),
    path("registrations/<uuid:pk>/check/", check_views.registration_check, name="check"),
    path("registrations/<uuid:pk>/mend/", check_views.registration_mend, name="mend"),
    path(
        "registrations/<uuid:pk>/acknowledge/",
        check_views.registration_acknowledge,
        name="acknowledge",
    ),
    path("registrations/<uuid:pk>/look/", check_views.registration_look, name="look"),
    path("registrations/<uuid:pk>/submit/", views.registration_submit, name="submit"),
    path("registrations/<uuid:pk>/revise/", views.registration_revise, name="revise"),
    path("registrations/<uuid:pk>/repair/", repair_views.registration_repair, name="repair"),
    path("registrations/<uuid:pk>/mail/", mail_views.registration_mail, name="mail"),
    path("registrations/<uuid:pk>/compare/", round_views.registration_compare, name="compare"),
    path("registrations/<uuid:pk>/update/", closing_views.registration_amend, name="amend"),
    path("registrations/<uuid:pk>/drop/", closing_views.registration_drop, name="drop"),
    path(
        "registrations/<uuid:pk>/take-back/",
        closing_views.registration_take_back,
        name="take_back",
    ),
    path("registrations/<uuid:pk>/discard/", closing_views.registration_discard, name="discard"),
    path("registrations/<uuid:pk>/reopen/", closing_views.registration_reopen, name="reopen"),
    path("registrations/<uuid:pk>/close/", closing_views.registration_close, name="close"),
    *export_urls.urlpatterns,
]
