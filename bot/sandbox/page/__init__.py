"""The sandbox in a browser: a page that shows what a person sees in Discord, and sends what they do."""
