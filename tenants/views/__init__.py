"""Pages of the operators' console. rathaus.accounts.middleware lets only operators with a second factor in."""
