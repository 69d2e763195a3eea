"""What clauses say among figures: symbols, roles of figures, frames with slots."""
