"""Settings, one module an environment; choose with DJANGO_SETTINGS_MODULE."""
