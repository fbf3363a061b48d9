"""Reads of keys and webhooks; nothing here writes."""

from rathaus.api.selectors.keys import all_keys, find_key
from rathaus.api.selectors.webhooks import all_endpoints, deliveries_of, has_failures

__all__ = ["all_endpoints", "all_keys", "deliveries_of", "find_key", "has_failures"]
