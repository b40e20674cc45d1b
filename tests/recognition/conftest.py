"""The same stamped Itérasinier as for signed badges, and a group large enough to decide."""

from tests.credentials.conftest import awarding, installation, version

__all__ = ["awarding", "installation", "version"]
