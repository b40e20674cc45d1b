"""One door: Django answers the pages; what need not wait for Django is answered beside it."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "besace.config.settings")
application = get_asgi_application()
