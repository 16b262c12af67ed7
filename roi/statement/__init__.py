"""The rows: the only place where ids meet formulas."""
