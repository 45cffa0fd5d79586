"""allauth's hooks: second-factor seeds are encrypted at rest, which it does not do by itself."""

from allauth.mfa.adapter import DefaultMFAAdapter

from tenants import crypto


class EncryptedMFAAdapter(DefaultMFAAdapter):
    """Stores TOTP seeds and recovery-code seeds as cipher text."""

    def encrypt(self, text: str) -> str:
        """Encrypt a seed before it is stored."""
        return crypto.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a stored seed."""
        return crypto.decrypt(encrypted_text)
