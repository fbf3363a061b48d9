"""The record of who did what: rows are only ever added. They carry ids and codes, no personal data."""

# Provisioning takes UPDATE, DELETE and TRUNCATE on these from the everyday database role.
APPEND_ONLY_TABLES = ("audit_auditentry", "audit_auditseal")
