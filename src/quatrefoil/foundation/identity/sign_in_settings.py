# SPDX-License-Identifier: Apache-2.0
"""Settings of allauth and axes: sign-in by e-mail, second factor, passkeys, lock-out."""

from datetime import timedelta

_HERE = "quatrefoil.foundation.identity"

ACCOUNT_ADAPTER = f"{_HERE}.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the administrator vouches for the address; nothing is sent
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_FORMS = {
    "login": f"{_HERE}.forms.SignInForm",
    "reauthenticate": f"{_HERE}.forms.ConfirmPasswordForm",
    "change_password": f"{_HERE}.forms.ChangePasswordForm",
}
# No limit by address: none is kept. Guessing is stopped for each account, by axes (below).
ACCOUNT_RATE_LIMITS = {"login": None, "signup": None, "login_failed": "30/15m/key"}

MFA_ADAPTER = f"{_HERE}.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # clocks of phones differ by half a minute
MFA_TOTP_ISSUER = "Quatrefoil"
MFA_RATE_LIMITS = {"webauthn_login": None}
MFA_FORMS = {
    "authenticate": f"{_HERE}.forms.SecondStepForm",
    "reauthenticate": f"{_HERE}.forms.ConfirmCodeForm",
    "activate_totp": f"{_HERE}.forms.AddAppForm",
    "deactivate_totp": f"{_HERE}.forms.RemoveAppForm",
    "generate_recovery_codes": f"{_HERE}.forms.NewCodesForm",
    "add_webauthn": f"{_HERE}.forms.AddKeyForm",
    "edit_webauthn": f"{_HERE}.forms.RenameKeyForm",
}

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = f"{_HERE}.lockout.name_of"
AXES_HANDLER = f"{_HERE}.lockout.QuietHandler"
AXES_LOCKOUT_CALLABLE = f"{_HERE}.lockout.locked_page"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # a stranger's tries do not move the time told to the owner
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

PASSWORD_RESET_TIMEOUT = 30 * 60  # life of an invitation link
UI_URLS = {"account_url": "/me/", "lock_url": "/lock/", "sign_out_url": "/sign-out/"}
# W003: the backend is ours by subclass. W006: locking by address is not wanted, none is kept.
SILENCED_SYSTEM_CHECKS = ["axes.W003", "axes.W006"]
