"""Settings, root urls, the actor of a request: where the parts are put together."""
