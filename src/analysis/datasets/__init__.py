"""The tidy datasets: their columns, the way from the ledger to them, saving, loading and describing them."""
