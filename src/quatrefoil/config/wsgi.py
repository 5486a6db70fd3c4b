# SPDX-License-Identifier: Apache-2.0
"""The WSGI application; QUATREFOIL_SIDE chooses staff or public."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quatrefoil.config.settings")
application = get_wsgi_application()
