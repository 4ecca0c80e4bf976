"""Partners: other systems. API clients, keys, scopes, webhooks, LAPOR!, Open311."""
