"""Charts of reported figures."""
