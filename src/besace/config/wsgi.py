"""The pages alone, for a large installation whose streams are served elsewhere."""

import os

from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "besace.config.settings")
django = get_wsgi_application()

from django.conf import settings  # noqa: E402 -- once the settings are named

HASHED = r"\.[0-9a-f]{8,20}\."
application = WhiteNoise(django, root=settings.STATIC_ROOT, prefix=settings.STATIC_URL, immutable_file_test=HASHED)
