"""What people type: ids and names, days, times, leads and time zones. Pure; it knows no store."""
