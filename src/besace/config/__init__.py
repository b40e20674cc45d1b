"""Where everything meets: settings, addresses, the two doors (ASGI, WSGI), the commands."""
