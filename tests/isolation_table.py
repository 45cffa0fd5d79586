"""What is public and what is not scoped, written out: a new route or model must be decided on."""

# Routes that answer without anybody signed in, and why.
PUBLIC_ROUTES = frozenset(
    {
        "home",  # the product's own page
        "theme",  # a cookie of the visitor's own
        "help",
        "healthz",
        "ready",
        "tls_allowed",  # says of a domain whether it may have a certificate
        "mailbox",  # exists in the embedded run only
        # Hosted pages: reviewers and recipients have no account.
        "consent:terms",
        "consent:terms_version",
        "consent:privacy",
        "consent:privacy_version",
        "consent:evidence",
        "messaging:preferences",
        # Whoever was given the secret link to a draft.
        "consent:draft_terms",
        "consent:draft_privacy",
        "messaging:draft_join",
        # The ISV's own colour and logo, on every page.
        "tenants:isv_css",
        "tenants:isv_logo",
        "messaging:join",
        # Opens the hosted form for a form of another site; writes nothing.
        "messaging:embed",
        # Whoever holds the link of an invitation may read it.
        "tenants:invitation",
        "tenants:invitation_answer",
        # The carrier's notifications prove themselves by signature.
        "messaging:sns",
        # allauth guards its own pages.
        "account_login",
        "account_signup",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_reauthenticate",
        "account_change_password",
        "account_set_password",
        "account_email",
        "account_confirm_login_code",
        "account_request_login_code",
        "account_confirm_password_reset_code",
        "account_confirm_phone_verification",
        "account_change_phone",
        "account_verify_phone",
        "account_complete_password_reset",
        "account_signup_by_passkey",
        "mfa_authenticate",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_trust",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "mfa_login_webauthn",
        "mfa_reauthenticate_webauthn",
        "second_step",
        "session_end",
        "usersessions_list",
    }
)

# Models that are read before a tenant is known, or that belong to no tenant.
UNSCOPED_MODELS = frozenset(
    {
        "tenants.User",
        "tenants.Tenant",
        "tenants.Membership",
        "tenants.ApiKey",
        "tenants.IsvIdentity",
        "tenants.IsvSettings",
        "tenants.Invitation",
        "tenants.InvitationImport",
        "tenants.InvitationRow",
        "tenants.CustomDomain",
        "tenants.StaffVisit",
        # Row history of the above, by triggers; read by staff only.
        "tenants.ApiKeyChange",
        "tenants.IsvIdentityChange",
        "tenants.IsvSettingsChange",
        "tenants.MembershipChange",
        "tenants.TenantChange",
        "tenants.UserChange",
        "registrations.FormDefinition",
        "registrations.FormRevision",
        "registrations.AccountLimit",
        "messaging.CarrierCallback",
    }
)
