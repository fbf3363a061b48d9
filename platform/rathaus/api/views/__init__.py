"""Pages about the interface: for administrators, and the documentation for everybody."""
