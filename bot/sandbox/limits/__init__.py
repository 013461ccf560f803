"""The audit: what a body may hold, and Discord's own words for what is wrong with it."""
