"""How long things take on archive-en, each beside a bare operation timed in the same run."""
