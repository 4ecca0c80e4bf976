"""Live: server-sent events; screens that change by themselves."""
