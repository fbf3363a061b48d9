"""Forms of the set-up pages, split by noun. They check what is typed; services change it."""
