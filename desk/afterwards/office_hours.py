"""When people are written to: on working days in the UK, by day."""

from desk.hours import Hours

OFFICE_HOURS = Hours.parse("Mon-Fri 09:00-17:00")
