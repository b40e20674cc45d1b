"""The pages alone, for a large installation whose streams are served elsewhere."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "besace.config.settings")
application = get_wsgi_application()
