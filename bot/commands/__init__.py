"""What the commands of ``clio`` do; how they are called stands in bot.cli."""
