"""SAML 2 as the BundID speaks it: requests, answers, metadata. Knows neither database nor pages."""
