"""The HTTP API: one module for each of Discord's resources, and what stands around them all."""
