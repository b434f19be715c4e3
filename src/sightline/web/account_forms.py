"""The sign-in library's forms in this service's words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from django import forms

_CODE = "The six-digit code that your authenticator app shows"


def _say(form: forms.Form, **words: tuple[str, str]) -> None:
    """Give fields a label and a hint, and no text inside the box: it goes away when somebody types."""
    form.use_required_attribute = False
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label, field.help_text = words.get(name, (field.label, ""))
        field.error_messages["required"] = f"Enter: {str(field.label).lower()}"


class SignIn(account.LoginForm):  # type: ignore[misc]
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, login=("Email address", ""), password=("Password", ""))


class ResetPassword(account.ResetPasswordForm):  # type: ignore[misc]
    """The address that the letter goes to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, email=("Email address", ""))


_NEW = ("New password", "At least 12 characters. Three or four words together are good.")


class NewPassword(account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password after a letter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, password1=_NEW, password2=("New password again", ""))


class ChangePassword(account.ChangePasswordForm):  # type: ignore[misc]
    """The old password and the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, oldpassword=("Password now", ""), password1=_NEW, password2=("New password again", ""))


class Reauthenticate(account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, password=("Password", ""))


class Code(factor.AuthenticateForm):  # type: ignore[misc]
    """The code at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code=("Code", f"{_CODE}, or one of your recovery codes."))


class CodeAgain(factor.ReauthenticateForm):  # type: ignore[misc]
    """The code once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code=("Code", f"{_CODE}."))


class FirstCode(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code=("Code", f"{_CODE}."))
