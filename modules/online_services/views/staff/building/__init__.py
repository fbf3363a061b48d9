"""Pages of the builder, below /verwaltung/dienste/formulare/."""
