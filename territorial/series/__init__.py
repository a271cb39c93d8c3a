"""From reports to months: series by month and party."""
