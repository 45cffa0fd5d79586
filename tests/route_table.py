"""Who may do what at every address: one line a route, read by `test_route_matrix.py`.

An outcome is a status, or for a redirect where it leads: `login`, `reauth` (prove once more that
it is you), `welcome` (found a business), or `302` for anywhere else. `a/b` means either of them.

A line names the kind of route, then what differs from the kind's rule: `needs` is the row that the
address names (`A`'s members get another tenant's as 404, exactly like one that does not exist),
`get` and `post` are the outcomes for whoever may. A class of admin pages is one line a model.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.world import Principal

# What each role may do, said here a second time so that a slip in `permissions.py` shows.
ROLES = {
    "view": {"owner", "editor", "developer", "viewer"},
    "edit": {"owner", "editor"},
    "submit": {"owner", "editor"},
    "keys": {"owner", "developer"},
    "people": {"owner"},
    "tenant": {"owner"},
}
# Where a route's row is looked up; the value is a model's label.
ROWS = {
    "program": "consent.Program",
    "look": "consent.PageLook",
    "upload": "consent.EvidenceUpload",
    "registration": "registrations.Registration",
    "message": "messaging.Message",
    "inbound": "messaging.InboundMessage",
    "consent": "consent.Consent",
    "key": "tenants.ApiKey",
    "invitation": "tenants.Invitation",
    "notice": "tenants.Notice",
    "webhook": "tenants.WebhookEndpoint",
    "delivery": "tenants.WebhookDelivery",
    "place": "tenants.Membership",
    "export": "tenants.TenantExport",
}
NO = "405"
# Kinds of route that refuse a wrong method before they ask who it is.
METHOD_FIRST = ("public", "home", "guest", "member")
# Kinds whose forms no visitor can send.
OF_A_SESSION = ("home", "guest", "account", "member")


@dataclass(frozen=True)
class Route:
    """The rule of one route."""

    kind: str
    may: str = ""  # the action of a member, the letters of staff groups, or the scope of a key
    needs: str = ""
    get: str = "200"
    post: str = NO
    post_may: str = ""  # where writing takes more than reading
    fresh: bool = False
    while_stopped: bool = False  # also in a business that is suspended, where else one only looks
    visited: bool = False  # a form that is taken even during a visit
    missing: str = "404"  # what a row that does not exist answers to whoever may
    missing_first: bool = False  # ... and to those who may not: Django looks before it asks

    def targets(self, who: Principal, method: str) -> tuple[str, ...]:
        """Whose rows this principal asks for."""
        if not self.needs or (self.kind == "staff" and who.staff is None):
            return ("own",)
        if self.kind == "staff":
            return ("own", "random") if method == "GET" else ("own",)
        return ("own", "foreign", "random") if who.role or self.kind != "member" else ("own",)

    def expects(self, who: Principal, method: str, target: str) -> str:
        """Return the outcome for this principal; `target` is own, foreign or random."""
        is_held_back = who.visit and method == "POST" and not self.visited
        if is_held_back and self.kind in OF_A_SESSION:
            return "403"
        outcome = self._outcome(who, method, target)
        # The hosted pages know no session, and hence no visit.
        return f"{outcome}/403" if is_held_back and self.kind == "public" else outcome

    def _outcome(self, who: Principal, method: str, target: str) -> str:
        allowed = self.get if method == "GET" else self.post
        if allowed == NO and self.kind in METHOD_FIRST:
            return NO
        if self.missing_first and target == "random" and who.staff is not None:
            return self.missing
        refusal = getattr(self, f"_{self.kind}")(who, method)
        if refusal or allowed in (NO, "403"):
            return str(refusal or allowed)
        is_found = target == "own" or (target == "foreign" and self.kind == "public")
        return allowed if is_found or not self.needs else self.missing

    def _public(self, who: Principal, method: str) -> str:
        return ""

    def _home(self, who: Principal, method: str) -> str:
        """The first page leads whoever has no business to what they came for."""
        if not who.session or who.role:
            return ""
        return "302" if who.staff is not None else "welcome"

    def _guest(self, who: Principal, method: str) -> str:
        """Pages for those not signed in; others are sent on."""
        return "302" if who.session else ""

    def _account(self, who: Principal, method: str) -> str:
        if not who.session:
            return "login"
        return "reauth" if self.fresh and who.stale else ""

    def _member(self, who: Principal, method: str) -> str:
        if not who.session:
            return "login"
        if not who.role:
            return "welcome"
        action = self._needed(method)
        is_stopped = who.home == "S" and action != "view" and not self.while_stopped
        if who.role not in ROLES[action] or is_stopped:
            return "403"
        if self.fresh and who.stale:
            # A form that is sent too late is shown again rather than replayed.
            return "reauth" if method == "GET" else "302"
        return ""

    def _staff(self, who: Principal, method: str) -> str:
        if who.staff is None:
            return "login"
        groups = self._needed(method)
        may = who.staff == "*" or groups == EVERY_GROUP or (who.staff and who.staff in groups)
        return "" if may else "403"

    def _admin_login(self, who: Principal, method: str) -> str:
        """Staff sign in where everybody does; whoever is signed in and no staff stays out."""
        if not who.session:
            return "login"
        return "403" if who.staff is None else ""

    def _api(self, who: Principal, method: str) -> str:
        if not who.secret or who.name == "key_revoked":
            return "401"
        is_offered = (self.get if method == "GET" else self.post) != NO
        lacks = bool(self.may) and who.name == "key_scopeless" and is_offered
        return "403" if who.home == "S" or lacks else ""

    def _needed(self, method: str) -> str:
        return self.post_may if method == "POST" and self.post_may else self.may


def PUBLIC(**rule: str | bool) -> Route:
    """Anybody, the same for everybody."""
    return Route("public", **rule)  # type: ignore[arg-type]


def GUEST(**rule: str) -> Route:
    """Anybody who is not signed in."""
    return Route("guest", **rule)  # type: ignore[arg-type]


def ACCOUNT(**rule: str | bool) -> Route:
    """Anybody signed in, about their own account."""
    return Route("account", **rule)  # type: ignore[arg-type]


def MEMBER(action: str, needs: str = "", **rule: str | bool) -> Route:
    """A member whose role allows the action, about a row of the own business."""
    return Route("member", action, needs, **rule)  # type: ignore[arg-type]


def STAFF(groups: str, needs: str = "", **rule: str | bool) -> Route:
    """Members of these staff groups, by letter: R reviewer, S support, A administrator."""
    rule.setdefault("post", rule.get("get", "200"))
    return Route("staff", groups, needs, **rule)  # type: ignore[arg-type]


def API(scope: str, needs: str = "", **rule: str) -> Route:
    """A usable key of an active business, with this scope."""
    return Route("api", scope, needs, **rule)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Rights:
    """Which staff groups may see, add, change and delete a model's rows in the admin."""

    see: str
    add: str = ""
    change: str = ""
    delete: str = ""
    missing: str = "302"
    post: str = "403"  # to whoever may see, where nobody may change
    list: str = "200"


# Every member of staff; the superuser alone; no one.
EVERY_GROUP, ROOT = "any", "*"
NOBODY = STAFF("", get="403", post="403")

TABLE: dict[str, Route] = {
    "home": Route("home"),
    "help": PUBLIC(),
    "theme": PUBLIC(visited=True, get=NO, post="302"),
    "healthz": PUBLIC(),
    "ready": PUBLIC(),
    "mailbox": PUBLIC(),
    "tls_allowed": PUBLIC(get="404"),
    "tenants:isv_css": PUBLIC(get="404"),
    "tenants:isv_logo": PUBLIC(get="404"),
    # Hosted pages: recipients and the carriers' reviewers have no account.
    "consent:terms": PUBLIC(needs="hosted"),
    "consent:terms_version": PUBLIC(needs="hosted"),
    "consent:privacy": PUBLIC(needs="hosted"),
    "consent:privacy_version": PUBLIC(needs="hosted"),
    "consent:evidence": PUBLIC(needs="picture"),
    "messaging:join": PUBLIC(needs="hosted", post="200"),
    "messaging:embed": PUBLIC(needs="hosted", get="302", post="200"),
    "messaging:preferences": PUBLIC(needs="hosted", post="422"),
    # Whoever has the link; these drafts have been published since.
    "consent:draft_terms": PUBLIC(needs="draft", get="302"),
    "consent:draft_privacy": PUBLIC(needs="draft", get="302"),
    "messaging:draft_join": PUBLIC(needs="draft", get="302"),
    "messaging:sns": PUBLIC(get=NO, post="400"),
    # Only the link in the mail opens an invitation; its id does not, whoever asks.
    "tenants:invitation": PUBLIC(get="404"),
    "tenants:invitation_answer": PUBLIC(needs="invitation", get="404", post="404"),
    # The business's own pages.
    "tenants:create": ACCOUNT(post="200"),
    "tenants:switch": ACCOUNT(get=NO, post="302"),
    # These businesses have their details, so the set-up leads on.
    "tenants:setup": MEMBER("edit", get="302"),
    "tenants:setup_step": MEMBER("edit", get="302", post="302"),
    "tenants:setup_check": MEMBER("edit", get="302", post="302"),
    "tenants:registrant": MEMBER("view", post="200", post_may="edit"),
    "tenants:registrant_exception": MEMBER("edit", get=NO, post="200"),
    "tenants:brand": MEMBER("view", post="200", post_may="edit"),
    "tenants:website": MEMBER("view", post="302", post_may="edit"),
    "tenants:team": MEMBER("view"),
    "tenants:team_invite": MEMBER("people", fresh=True, post="200"),
    "tenants:team_leave": MEMBER("view", post="302"),
    "tenants:team_transfer": MEMBER("people", fresh=True, post="200"),
    "tenants:member_role": MEMBER("people", "place", fresh=True, post="200"),
    "tenants:member_remove": MEMBER("people", "place", fresh=True, post="302"),
    "tenants:invitation_resend": MEMBER("people", "invitation", get=NO, post="302"),
    "tenants:invitation_withdraw": MEMBER("people", "invitation", get=NO, post="302"),
    "tenants:settings": MEMBER("view"),
    "tenants:settings_name": MEMBER("tenant", get=NO, post="422"),
    "tenants:settings_visits": MEMBER("tenant", get=NO, post="302"),
    "tenants:settings_sign_in": MEMBER("tenant", fresh=True, get="302", post="302"),
    "tenants:domain": MEMBER("view", post="200", post_may="tenant"),
    "tenants:domain_check": MEMBER("tenant", get=NO, post="302"),
    "tenants:domain_remove": MEMBER("tenant", fresh=True, post="302"),
    "tenants:close": MEMBER("tenant", fresh=True, while_stopped=True, post="200"),
    "history": MEMBER("view"),
    "exports": MEMBER("tenant", while_stopped=True),
    "export_new": MEMBER("tenant", fresh=True, while_stopped=True, get="404", post="404"),
    "export": MEMBER("tenant", "export", while_stopped=True),
    "export_file": MEMBER("tenant", "file", fresh=True, while_stopped=True),
    "tenants:visit_stop": ACCOUNT(get=NO, post="302", visited=True),
    "tenants:notices": MEMBER("view"),
    # A notice is one person's own; colleagues do not find it.
    "tenants:notice_open": MEMBER("view", "notice", get=NO, post="302/404"),
    "tenants:notices_read": MEMBER("view", get=NO, post="302"),
    "tenants:notices_setting": MEMBER("view", get=NO, post="302"),
    "tenants:webhooks": MEMBER("keys"),
    "tenants:webhook_create": MEMBER("keys", fresh=True, post="200"),
    "tenants:webhook": MEMBER("keys", "webhook"),
    "tenants:webhook_edit": MEMBER("keys", "webhook", fresh=True, post="200"),
    "tenants:webhook_rotate": MEMBER("keys", "webhook", fresh=True, post="200"),
    "tenants:webhook_switch": MEMBER("keys", "webhook", get=NO, post="302"),
    "tenants:webhook_remove": MEMBER("keys", "webhook", post="302"),
    "tenants:webhook_test": MEMBER("keys", "webhook", get=NO, post="302"),
    "tenants:webhook_again": MEMBER("keys", "delivery", get=NO, post="302"),
    "tenants:developers": MEMBER("view"),
    "tenants:key_create": MEMBER("keys", fresh=True, post="200"),
    "tenants:key_rotate": MEMBER("keys", "key", fresh=True, post="200"),
    "tenants:key_revoke": MEMBER("keys", "key", post="302"),
    "consent:rules": ACCOUNT(),
    "consent:program_list": MEMBER("view"),
    "consent:program_create": MEMBER("edit", post="200"),
    "consent:program": MEMBER("view", "program"),
    "consent:program_edit": MEMBER("edit", "program", post="200"),
    "consent:program_preview": MEMBER("edit", "program", get=NO, post="200"),
    "consent:program_publish": MEMBER("edit", "program", get="302", post="302"),
    "consent:version_compare": MEMBER("view", "program"),
    "consent:program_indexable": MEMBER("edit", "program", get=NO, post="302"),
    "consent:draft_share": MEMBER("edit", "program", get=NO, post="302"),
    "consent:draft_unshare": MEMBER("edit", "program", get=NO, post="302"),
    "consent:evidence_upload": MEMBER("edit", "program", post="200"),
    "consent:looks": MEMBER("view", "program"),
    "consent:look_now": MEMBER("edit", "program", get=NO, post="302"),
    "consent:take_pictures": MEMBER("edit", "program", get=NO, post="302"),
    "consent:look": MEMBER("view", "look"),
    "consent:look_picture": MEMBER("view", "look", get="404"),
    "consent:drift": MEMBER("view", "program"),
    "consent:drift_settle": MEMBER("edit", "program", get=NO, post="422"),
    "consent:export_snippet": MEMBER("view", "program"),
    "consent:export_preview": MEMBER("view", "program"),
    "consent:export_file": MEMBER("view", "program"),
    "consent:upload_begin": MEMBER("edit", "program", get=NO, post="422"),
    "consent:upload_complete": MEMBER("edit", "upload", get=NO, post="422"),
    "registrations:list": MEMBER("view"),
    "registrations:create": MEMBER("edit", post="200"),
    "registrations:detail": MEMBER("view", "registration"),
    "registrations:repair": MEMBER("edit", "registration", get="302", post="302"),
    "registrations:mail": MEMBER("edit", "registration", get="302", post="302"),
    "registrations:compare": MEMBER("view", "registration"),
    "registrations:answers": MEMBER("edit", "registration", get="302", post="302"),
    "registrations:put_back": MEMBER("edit", "registration", get=NO, post="302"),
    "registrations:check": MEMBER("view", "registration", get="302"),
    "registrations:mend": MEMBER("edit", "registration", get=NO, post="302"),
    "registrations:acknowledge": MEMBER("submit", "registration", get=NO, post="302"),
    "registrations:look": MEMBER("edit", "registration", get=NO, post="302"),
    "registrations:codes": ACCOUNT(),
    "registrations:submit": MEMBER("submit", "registration", get=NO, post="302"),
    "registrations:revise": MEMBER("submit", "registration", get=NO, post="302"),
    "registrations:export": MEMBER("view", "registration"),
    "registrations:export_file": MEMBER("view", "registration"),
    "registrations:amend": MEMBER("submit", "registration", post="302"),
    "registrations:drop": MEMBER("submit", "registration", post="302"),
    "registrations:take_back": MEMBER("submit", "registration", post="302"),
    "registrations:discard": MEMBER("submit", "registration", post="302"),
    "registrations:reopen": MEMBER("submit", "registration", post="302"),
    "registrations:close": MEMBER("submit", "registration", post="302/200"),
    "messaging:recipient_list": MEMBER("view", post="200"),
    "messaging:recipient": MEMBER("view", "consent"),
    "messaging:opt_out": MEMBER("edit", post="200"),
    "messaging:recipient_opt_out": MEMBER("edit", "consent", post="200"),
    "messaging:record": MEMBER("edit", "program", post="200"),
    "messaging:message_list": MEMBER("view"),
    "messaging:message": MEMBER("view", "message"),
    "messaging:message_send": MEMBER("edit", post="200"),
    "messaging:inbound_list": MEMBER("view"),
    "messaging:inbound_decide": MEMBER("edit", "inbound", get=NO, post="302"),
    # The API.
    "api:schema": API(""),
    "api:messages": API("messages:read", post="400"),
    "api:message": API("messages:read", "message"),
    "api:registrations": API("registrations:read"),
    "api:registration": API("registrations:read", "registration"),
    "api:texts_lint": API("texts:lint", get=NO, post="400"),
    "api:rules": API("texts:lint"),
    # Getting in, and one's own account.
    "account_login": GUEST(post="200"),
    "account_signup": GUEST(post="200"),
    "account_logout": PUBLIC(visited=True, get="200/302", post="302"),
    "account_inactive": PUBLIC(),
    "account_reset_password": PUBLIC(post="200"),
    "account_reset_password_done": PUBLIC(),
    "account_reset_password_from_key": PUBLIC(post="200"),
    "account_reset_password_from_key_done": PUBLIC(),
    "account_email_verification_sent": ACCOUNT(get="302", post="302"),
    "account_confirm_login_code": GUEST(get="login", post="login"),
    "account_reauthenticate": ACCOUNT(visited=True, post="200"),
    "account_change_password": ACCOUNT(post="200"),
    "account_set_password": ACCOUNT(get="302", post="302"),
    "account_email": ACCOUNT(post="302"),
    "mfa_index": ACCOUNT(),
    "mfa_authenticate": GUEST(get="login", post="login"),
    "mfa_reauthenticate": ACCOUNT(visited=True, get="reauth", post="reauth"),
    "mfa_activate_totp": ACCOUNT(fresh=True, post="200"),
    "mfa_deactivate_totp": ACCOUNT(get="404", post="404"),
    "mfa_view_recovery_codes": ACCOUNT(get="404"),
    "mfa_generate_recovery_codes": ACCOUNT(fresh=True, post="200"),
    "mfa_download_recovery_codes": ACCOUNT(get="404", post="404"),
    "mfa_list_webauthn": ACCOUNT(),
    "mfa_add_webauthn": ACCOUNT(fresh=True, post="200"),
    "mfa_edit_webauthn": ACCOUNT(fresh=True, get="404", post="404"),
    "mfa_remove_webauthn": ACCOUNT(fresh=True, get="404", post="404"),
    "mfa_login_webauthn": GUEST(get="login", post="login"),
    "mfa_reauthenticate_webauthn": ACCOUNT(get="reauth", post="reauth", visited=True),
    "second_step": ACCOUNT(get="302", post="302"),
    "session_end": ACCOUNT(get=NO, post="404"),
    "usersessions_list": ACCOUNT(post="302"),
    # The admin's own pages; everybody who is staff sees the index, with what they may on it.
    "admin:index": STAFF(EVERY_GROUP),
    "admin:login": Route("admin_login", get="302", post="200"),
    "admin:logout": PUBLIC(get="302/405", post="200/302"),
    "admin:password_change": STAFF(EVERY_GROUP, get="302"),
    "admin:password_change_done": STAFF(EVERY_GROUP, post=NO),
    "admin:autocomplete": STAFF(EVERY_GROUP, get="403", post=NO),
    "admin:jsi18n": STAFF(EVERY_GROUP, post=NO),
    "admin:view_on_site": STAFF(EVERY_GROUP, get="404"),
    "admin:app_list": STAFF(EVERY_GROUP, get="200/404"),
    "admin:": STAFF(EVERY_GROUP, get="404"),
    # What staff do.
    "admin:tenants_tenant_suspend": STAFF("SA", "tenants.Tenant"),
    "admin:tenants_tenant_reactivate": STAFF("SA", "tenants.Tenant"),
    "admin:tenants_tenant_close": STAFF("A", "tenants.Tenant"),
    "admin:tenants_tenant_reopen": STAFF("A", "tenants.Tenant"),
    "admin:tenants_tenant_export": STAFF("A", "tenants.Tenant"),
    # The file of whoever of the staff asked for it; these asked for none.
    "admin:tenants_tenant_export_file": STAFF("A", "tenants.Tenant", get="404", post="403"),
    "admin:tenants_tenant_visit": STAFF("SA", "tenants.Tenant"),
    "admin:tenants_invitationimport_template": STAFF("SA"),
    "admin:tenants_invitationimport_errors": STAFF("SA", "tenants.InvitationImport"),
    "admin:tenants_invitationimport_confirm": STAFF(
        "SA", "tenants.InvitationImport", get="403", post="302"
    ),
    "admin:tenants_invitationimport_cancel": STAFF(
        "SA", "tenants.InvitationImport", get="403", post="302"
    ),
    "admin:tenants_user_second_step": STAFF("SA", "tenants.User", missing_first=True),
    "admin:tenants_registrantdecision_approve": STAFF(
        "RA", "tenants.RegistrantDecision", get="403", post="302"
    ),
    "admin:tenants_registrantdecision_refuse": STAFF(
        "RA", "tenants.RegistrantDecision", get="403", post="302"
    ),
    "admin:registrations_registration_accept": STAFF(
        "RA", "registrations.Registration", get="403", post="302"
    ),
    "admin:registrations_formrevision_seen": STAFF(
        "RA", "registrations.FormRevision", get="403", post="302"
    ),
    "admin:registrations_registration_send_back": STAFF(
        "RA", "registrations.Registration", get="403", post="200"
    ),
    "admin:registrations_registration_refuse": STAFF(
        "RA", "registrations.Registration", get="403", post="200"
    ),
    "admin:registrations_registration_recall": STAFF(
        "RA", "registrations.Registration", get="403", post="200"
    ),
    "admin:registrations_registration_claim": STAFF(
        "RA", "registrations.Registration", get="403", post="302"
    ),
    "admin:registrations_registration_release": STAFF(
        "RA", "registrations.Registration", get="403", post="302"
    ),
    "admin:registrations_registration_next": STAFF(
        "RSA", "registrations.Registration", get="302", post="302"
    ),
    "admin:registrations_registration_compare": STAFF("RSA", "registrations.Registration"),
    "admin:registrations_registration_export": STAFF("RSA", "registrations.Registration"),
    "admin:registrations_registration_accept_many": STAFF("RA", get="403", post="200"),
    "admin:registrations_registration_filing": STAFF("RSA"),
    "admin:registrations_registration_limits": STAFF("RSA"),
    "admin:registrations_registration_keys": STAFF("RSA", get="403", post="302"),
}

# Every model in the admin. Next to nothing can be deleted, and most is written by verbs only.
MODELS: dict[str, Rights] = {
    "auth.Group": Rights(ROOT, add=ROOT, change=ROOT, delete=ROOT),
    "tenants.User": Rights("SA", add="A", change="A"),
    "tenants.Tenant": Rights("RSA", missing="404"),
    "tenants.Invitation": Rights("SA", add="SA"),
    "tenants.InvitationImport": Rights("SA", add="SA", missing="404"),
    "tenants.Brand": Rights("RSA"),
    "tenants.ApiKey": Rights("SA"),
    "tenants.TenantEvent": Rights("RSA"),
    "tenants.RegistrantDecision": Rights("RSA", missing="404"),
    "tenants.WebsiteCheck": Rights("RSA"),
    "tenants.IsvIdentity": Rights("RSA", change="A"),
    "tenants.IsvSettings": Rights("RSA", change="A", list="302"),
    "consent.Program": Rights("RSA"),
    "consent.ProgramVersion": Rights("RSA"),
    "consent.Evidence": Rights("RSA"),
    "consent.EvidenceUpload": Rights("RSA"),
    "consent.PageLook": Rights("RSA"),
    "consent.DriftTask": Rights("RSA"),
    "consent.ConsentEvent": Rights("RSA"),
    "consent.Consent": Rights("RSA"),
    "registrations.Registration": Rights("RSA", missing="404", post="200"),
    "registrations.Originator": Rights("RSA"),
    "registrations.FormDefinition": Rights("RSA", missing="404", post="200"),
    "registrations.FormRevision": Rights("RSA", missing="404", post="200"),
    "registrations.ForecastScore": Rights("RSA"),
    "messaging.Message": Rights("RSA"),
    "messaging.InboundMessage": Rights("RSA"),
    "messaging.CarrierCallback": Rights("RSA"),
}


def table() -> dict[str, Route]:
    """Return the table with the pages of every model in the admin."""
    found = dict(TABLE)
    for label, rights in MODELS.items():
        found.update(_pages_of(label, rights))
    return found


def _pages_of(label: str, rights: Rights) -> Iterator[tuple[str, Route]]:
    """The six pages of a model, and the old address that leads to one of them."""
    stem = f"admin:{label.lower().replace('.', '_')}"
    post = "200/302" if rights.change else rights.post
    yield f"{stem}_changelist", STAFF(rights.see, get=rights.list)
    yield f"{stem}_add", STAFF(rights.add) if rights.add else NOBODY
    yield (
        f"{stem}_change",
        STAFF(rights.see, label, post=post, post_may=rights.change, missing=rights.missing),
    )
    delete = STAFF(rights.delete, label, post="200/302", missing="302")
    yield f"{stem}_delete", delete if rights.delete else NOBODY
    yield f"{stem}_history", STAFF(rights.see, label, missing="302", missing_first=True)
    old = f"admin:{label.lower().replace('.', '/')}/<path:object_id>/"
    yield old, STAFF(EVERY_GROUP, label, get="302", missing="302")
