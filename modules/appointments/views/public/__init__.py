"""Pages for citizens: no account, no cookie, no script needed."""
