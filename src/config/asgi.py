"""The live process: streams only."""

import os

from django.core.asgi import get_asgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "config.live_settings"

application = get_asgi_application()
