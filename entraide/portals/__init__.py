"""What converses: one package per audience, views and templates, no models."""
