"""Pages for administrators who set the connection up."""
